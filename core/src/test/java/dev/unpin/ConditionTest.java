package dev.unpin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ConditionTest {
    private static final Version A = new Version("a");
    private static final Version B = new Version("b");

    @Test
    void everyKindIsMetByWhatItSays() {
        assertThat(Condition.any().isMetBy(null)).isTrue();
        assertThat(Condition.any().isMetBy(A)).isTrue();
        assertThat(Condition.absent().isMetBy(null)).isTrue();
        assertThat(Condition.absent().isMetBy(A)).isFalse();
        assertThat(Condition.present().isMetBy(null)).isFalse();
        assertThat(Condition.present().isMetBy(A)).isTrue();
        assertThat(Condition.ifVersion(A).isMetBy(null)).isFalse();
        assertThat(Condition.ifVersion(A).isMetBy(A)).isTrue();
        assertThat(Condition.ifVersion(A).isMetBy(B)).isFalse();
    }

    @Test
    void ifMatchIsMetByAnyOfItsStrongTags() {
        Condition condition = Condition.ifMatch("\"a\", W/\"c\" ,\"b\"");

        assertThat(condition.versions()).containsExactlyInAnyOrder(A, B);
        assertThat(condition.isMetBy(A)).isTrue();
        assertThat(condition.isMetBy(new Version("c"))).isFalse();
        assertThat(Condition.ifMatch("*")).isEqualTo(Condition.present());
        assertThat(Condition.ifMatch("\"a\"")).isEqualTo(Condition.ifVersion(A));
    }

    @Test
    void anIfMatchThatSaysNothingIsNeverMet() {
        for (String header :
                new String[] {"", "a", "W/\"a\"", "\"a", "\"a\"\"b\"", "\"\"", "\"a b\"", "*, \"a\"", "w/\"a\""}) {
            Condition condition = Condition.ifMatch(header);
            assertThat(condition.kind()).as(header).isEqualTo(Condition.Kind.VERSION);
            assertThat(condition.isMetBy(A)).as(header).isFalse();
            assertThat(condition.isMetBy(null)).as(header).isFalse();
        }
    }

    @Test
    void aMissingHeaderIsToldAsRequired() {
        assertThatThrownBy(() -> Condition.ifMatch(null))
                .isInstanceOfSatisfying(PreconditionRequiredException.class, e -> {
                    assertThat(e.httpStatus()).isEqualTo(428);
                    assertThat(e.effect()).isEqualTo(Effect.REFUSED);
                })
                .hasMessageContaining("If-Match");
        assertThatThrownBy(() -> Condition.ifNoneMatch(null)).isInstanceOf(PreconditionRequiredException.class);
    }

    @Test
    void ifNoneMatchOfAWriteIsAStarOrRefused() {
        assertThat(Condition.ifNoneMatch(" * ")).isEqualTo(Condition.absent());
        for (String header : new String[] {"", "\"a\"", "**", "\"*\""}) {
            assertThatThrownBy(() -> Condition.ifNoneMatch(header))
                    .as(header)
                    .isInstanceOfSatisfying(
                            PreconditionFailedException.class,
                            e -> assertThat(e.httpStatus()).isEqualTo(412));
        }
    }

    @Test
    void aVersionIsATagAndBack() {
        assertThat(A.etag()).isEqualTo("\"a\"");
        assertThat(A).hasToString("a");
        assertThat(EntityTags.parse(A.etag()).orElseThrow().matchesStrongly(A)).isTrue();
        for (String text : new String[] {"", "a\"b", "a b", "a\r\nb", "ä", "x".repeat(257)}) {
            assertThatThrownBy(() -> new Version(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aListOfTagsIsBounded() {
        assertThat(EntityTags.parse("\"a\",".repeat(99) + "\"b\"")).isPresent();
        StringBuilder many = new StringBuilder();
        for (int i = 0; i <= 100; i++) {
            many.append('"').append(i).append("\",");
        }
        assertThat(EntityTags.parse(many.toString())).isEmpty();
        assertThat(EntityTags.parse("\"" + "a".repeat(20_000) + "\"")).isEmpty();
    }

    @Test
    void weakTagsMatchWeaklyAlone() {
        EntityTags tags = EntityTags.parse("W/\"a\"").orElseThrow();

        assertThat(tags.matchesWeakly(A)).isTrue();
        assertThat(tags.matchesStrongly(A)).isFalse();
        assertThat(tags.matchesWeakly(null)).isFalse();
        assertThat(EntityTags.parse("*").orElseThrow().matchesWeakly(A)).isTrue();
        assertThat(EntityTags.parse("*").orElseThrow().matchesStrongly(null)).isFalse();
    }
}
