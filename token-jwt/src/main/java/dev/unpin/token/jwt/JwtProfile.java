package dev.unpin.token.jwt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which claims an issuer's access tokens have, and under which names. Immutable; methods that change something return a
 * new profile.
 *
 * <p>{@link #strict} is RFC 9068, and what {@link JwtIssuer} issues. Real identity providers keep to it in part only;
 * their profiles name exactly what they relax ({@link #relaxations}), and demand in exchange what tells their access
 * tokens from their other tokens. Signature, subject, issuer, time of issue and expiry are never relaxed.
 */
public final class JwtProfile {
    private final String name;
    private final Draft rules;

    private JwtProfile(String name, Draft rules) {
        this.name = name;
        this.rules = rules;
    }

    /**
     * Returns RFC 9068: {@code typ} is {@code at+jwt}, and {@code iss}, {@code exp}, {@code aud}, {@code sub},
     * {@code client_id}, {@code iat} and {@code jti} are required.
     *
     * @return the profile of our own tokens
     */
    public static JwtProfile strict() {
        return new JwtProfile("strict", new Draft());
    }

    /**
     * Returns access tokens of Auth0 in its default profile: type {@code JWT}, the client in {@code azp}, no id. What
     * marks an ID token or a logout token is refused.
     *
     * @return the profile of an identity provider
     */
    public static JwtProfile auth0() {
        return strict().named("auth0")
                .onlyType("JWT")
                .clientIdFrom("azp")
                .allowMissingId()
                .refuse("nonce")
                .refuse("at_hash")
                .refuse("events");
    }

    /**
     * Returns access tokens of an Okta custom authorization server: no type, the client in {@code cid} (which its ID
     * tokens lack), the scope in {@code scp}.
     *
     * @return the profile of an identity provider
     */
    public static JwtProfile okta() {
        return strict().named("okta")
                .allowMissingType()
                .clientIdFrom("cid")
                .scopeFrom("scp")
                .refuse("nonce")
                .refuse("at_hash")
                .refuse("events");
    }

    /**
     * Returns access tokens of Amazon Cognito: no type, the client instead of an audience; {@code token_use} has to be
     * {@code access}. Give the client's id as the audience.
     *
     * @return the profile of an identity provider
     */
    public static JwtProfile cognito() {
        return strict().named("cognito")
                .allowMissingType()
                .audienceFrom("client_id")
                .require("token_use", "access");
    }

    /**
     * Returns access tokens of Keycloak: type {@code JWT}, the client in {@code azp}; the claim {@code typ} has to be
     * {@code Bearer}.
     *
     * @return the profile of an identity provider
     */
    public static JwtProfile keycloak() {
        return strict().named("keycloak").onlyType("JWT").clientIdFrom("azp").require("typ", "Bearer");
    }

    /**
     * Returns access tokens, version 2.0, of Microsoft Entra ID: type {@code JWT}, the client in {@code azp} (which its
     * ID tokens lack), the id in {@code uti}, the scope in {@code scp}.
     *
     * @return the profile of an identity provider
     */
    public static JwtProfile entraId() {
        return strict().named("entra-id")
                .onlyType("JWT")
                .clientIdFrom("azp")
                .idFrom("uti")
                .scopeFrom("scp")
                .require("ver", "2.0")
                .refuse("nonce")
                .refuse("at_hash");
    }

    /**
     * Returns ID tokens of Google, whose access tokens are no JWTs: type {@code JWT}, the client in {@code azp} if at
     * all, no id. Give your client's id as the audience. These are for signing in at an application, not for calling an
     * API.
     *
     * @return the profile of an identity provider
     */
    public static JwtProfile google() {
        return strict().named("google")
                .onlyType("JWT")
                .clientIdFrom("azp")
                .allowMissingClientId()
                .allowMissingId()
                .refuse("scope")
                .refuse("events");
    }

    /**
     * Names the profile, for messages and logs.
     *
     * @param newName a short name
     * @return a profile of this name
     */
    public JwtProfile named(String newName) {
        return new JwtProfile(Objects.requireNonNull(newName, "name"), rules);
    }

    /**
     * Accepts tokens of one {@code typ} only, instead of {@code at+jwt}.
     *
     * @param type exactly as it stands in the header
     * @return a profile of this type
     */
    public JwtProfile onlyType(String type) {
        return relaxed("typ is " + type, draft -> {
            draft.types.clear();
            draft.types.add(type);
        });
    }

    /**
     * Accepts tokens of a further {@code typ}. The more there are, the less tells classes of tokens apart.
     *
     * @param type exactly as it stands in the header
     * @return a looser profile
     */
    public JwtProfile allowType(String type) {
        return relaxed("typ may be " + type, draft -> draft.types.add(type));
    }

    /**
     * Accepts tokens without {@code typ}.
     *
     * @return a looser profile
     */
    public JwtProfile allowMissingType() {
        return relaxed("typ may be absent", draft -> draft.missingType = true);
    }

    /**
     * Takes the token's id from another claim than {@code jti}.
     *
     * @param claim the claim's name
     * @return a profile that requires this claim instead
     */
    public JwtProfile idFrom(String claim) {
        return relaxed("the id is in " + claim, draft -> draft.idClaim = claim);
    }

    /**
     * Accepts tokens without id; what was signed is their identity then, by its SHA-256.
     *
     * @return a looser profile
     */
    public JwtProfile allowMissingId() {
        return relaxed("the id may be absent", draft -> draft.missingId = true);
    }

    /**
     * Takes the client from another claim than {@code client_id}.
     *
     * @param claim the claim's name
     * @return a profile that requires this claim instead
     */
    public JwtProfile clientIdFrom(String claim) {
        return relaxed("the client is in " + claim, draft -> draft.clientIdClaim = claim);
    }

    /**
     * Accepts tokens that name no client.
     *
     * @return a looser profile
     */
    public JwtProfile allowMissingClientId() {
        return relaxed("the client may be absent", draft -> draft.missingClientId = true);
    }

    /**
     * Takes the audience from another claim than {@code aud}.
     *
     * @param claim the claim's name
     * @return a profile that requires this claim instead
     */
    public JwtProfile audienceFrom(String claim) {
        return relaxed("the audience is in " + claim, draft -> draft.audienceClaim = claim);
    }

    /**
     * Takes the scope from another claim than {@code scope}: a list, or a string with blanks between.
     *
     * @param claim the claim's name
     * @return a profile that reads this claim
     */
    public JwtProfile scopeFrom(String claim) {
        return relaxed("the scope is in " + claim, draft -> draft.scopeClaim = claim);
    }

    /**
     * Takes the session from another claim than {@code sid}.
     *
     * @param claim the claim's name
     * @return a profile that reads this claim
     */
    public JwtProfile sessionIdFrom(String claim) {
        return relaxed("the session is in " + claim, draft -> draft.sessionIdClaim = claim);
    }

    /**
     * Demands a claim of a certain value, or else the token is of the wrong type.
     *
     * @param claim the claim's name
     * @param value the one string it may be
     * @return a stricter profile
     */
    public JwtProfile require(String claim, String value) {
        return changed(draft -> draft.required.put(claim, value));
    }

    /**
     * Refuses tokens that have a claim: they are of the wrong type.
     *
     * @param claim the claim's name
     * @return a stricter profile
     */
    public JwtProfile refuse(String claim) {
        return changed(draft -> draft.refused.add(claim));
    }

    /**
     * Returns in which ways this profile is looser than RFC 9068, or has things in another place.
     *
     * @return an unmodifiable list for people, in the order in which they were asked for; empty if it is strict
     */
    public List<String> relaxations() {
        return List.copyOf(rules.relaxations);
    }

    boolean accepts(@Nullable String type) {
        return type == null ? rules.missingType : rules.types.contains(type);
    }

    String idClaim() {
        return rules.idClaim;
    }

    boolean missingId() {
        return rules.missingId;
    }

    String clientIdClaim() {
        return rules.clientIdClaim;
    }

    boolean missingClientId() {
        return rules.missingClientId;
    }

    String audienceClaim() {
        return rules.audienceClaim;
    }

    String scopeClaim() {
        return rules.scopeClaim;
    }

    String sessionIdClaim() {
        return rules.sessionIdClaim;
    }

    Map<String, String> required() {
        return rules.required;
    }

    Set<String> refused() {
        return rules.refused;
    }

    private JwtProfile relaxed(String how, Consumer<Draft> change) {
        return changed(change.andThen(draft -> draft.relaxations.add(how)));
    }

    private JwtProfile changed(Consumer<Draft> change) {
        Draft draft = new Draft(rules);
        change.accept(draft);
        return new JwtProfile(name, draft);
    }

    /** Shows the name and what is relaxed. */
    @Override
    public String toString() {
        return "JwtProfile[" + name + (rules.relaxations.isEmpty() ? "" : ": " + String.join(", ", rules.relaxations))
                + "]";
    }

    /** What a profile says; changed only before the profile is made. */
    private static final class Draft {
        private final Set<String> types;
        private boolean missingType;
        private String idClaim = "jti";
        private boolean missingId;
        private String clientIdClaim = "client_id";
        private boolean missingClientId;
        private String audienceClaim = "aud";
        private String scopeClaim = "scope";
        private String sessionIdClaim = "sid";
        private final Map<String, String> required = new LinkedHashMap<>();
        private final Set<String> refused = new LinkedHashSet<>();
        private final List<String> relaxations = new ArrayList<>();

        Draft() {
            types = new LinkedHashSet<>(Set.of("at+jwt", "application/at+jwt"));
        }

        Draft(Draft that) {
            types = new LinkedHashSet<>(that.types);
            missingType = that.missingType;
            idClaim = that.idClaim;
            missingId = that.missingId;
            clientIdClaim = that.clientIdClaim;
            missingClientId = that.missingClientId;
            audienceClaim = that.audienceClaim;
            scopeClaim = that.scopeClaim;
            sessionIdClaim = that.sessionIdClaim;
            required.putAll(that.required);
            refused.addAll(that.refused);
            relaxations.addAll(that.relaxations);
        }
    }
}
