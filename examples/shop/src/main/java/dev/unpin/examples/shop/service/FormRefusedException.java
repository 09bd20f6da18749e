package dev.unpin.examples.shop.service;

import dev.unpin.Effect;
import dev.unpin.UnpinException;

/** What was posted is not the form that was asked for. Code {@code form-refused}, nothing has changed, status 400. */
final class FormRefusedException extends UnpinException {
    private static final long serialVersionUID = 1L;

    FormRefusedException(String message) {
        super("form-refused", Effect.REFUSED, 400, message, null);
    }
}
