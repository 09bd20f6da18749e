package dev.unpin.token.refresh;

import java.util.LinkedHashSet;
import java.util.Set;

/** What is kept beside a new family. Not thread-safe; used within one call of {@link RefreshTokens#open}. */
public final class FamilyOptions {
    private String device = "";
    private final Set<String> scope = new LinkedHashSet<>();

    FamilyOptions() {}

    /**
     * Says what the client runs on, for the user's list of devices; nothing by default.
     *
     * @param name at most 200 characters, none of them a control character
     * @return this
     * @throws IllegalArgumentException if it is longer or has a control character
     */
    public FamilyOptions device(String name) {
        device = FamilyDetails.check(name, FamilyDetails.MAX_DEVICE, "device");
        return this;
    }

    /**
     * Adds to what access tokens may be issued for.
     *
     * @param name a scope (RFC 6749, section 3.3): visible characters, no blanks; all of them together at most 1,000
     *     characters
     * @return this
     * @throws IllegalArgumentException if it is empty or has a blank or control character
     */
    public FamilyOptions scope(String name) {
        FamilyDetails.check(name, FamilyDetails.MAX_SCOPE, "scope");
        if (name.isEmpty() || name.indexOf(' ') >= 0) {
            throw new IllegalArgumentException("a scope is not empty and has no blanks");
        }
        scope.add(name);
        return this;
    }

    FamilyDetails details(String owner, String clientId) {
        return new FamilyDetails(owner, clientId, device, scope);
    }
}
