package dev.unpin.examples.lab.load;

/** What a user may do next, or what may be done to them. */
public enum Kind {
    /** Put a piece into the cart: a POST without a key, which a balancer must not repeat. */
    ADD(30),
    /** Look into the cart. */
    LOOK(23),
    /** Pay for a purchase with a key; and once more with the same one, as who has not seen the answer does. */
    PAY(9),
    /** Ask, with the token from signing in, who one is. */
    WHO(15),
    /** Upload a new version of one's file. */
    UPLOAD(6),
    /** Fetch somebody's file. */
    FETCH(10),
    /** Ask for the price. */
    PRICE(7),
    /** Change the price. Not drawn: one user does so now and then. */
    REPRICE(0),
    /** Sign in. Not drawn: who is not signed in does so first. */
    SIGN_IN(0),
    /** An operator revokes all tokens of the user. Not drawn: called for. */
    REVOKE(0),
    /** Somebody shows the token that was revoked. Not drawn: called for. */
    REUSE(0);

    private static final int ALL = 100;

    private final int share;

    Kind(int share) {
        this.share = share;
    }

    /** Chooses by a number from 0 inclusive to 1 exclusive, in proportion to the shares. */
    static Kind at(double point) {
        int left = (int) (point * ALL);
        for (Kind kind : values()) {
            left -= kind.share;
            if (left < 0) {
                return kind;
            }
        }
        throw new IllegalArgumentException("The shares do not add up to " + ALL);
    }
}
