package dev.unpin.testkit.stateless;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class CookieJarTest {
    private final CookieJar jar = new CookieJar(InstantSource.fixed(Instant.parse("2030-01-01T00:00:00Z")));

    @Test
    void cookiesComeBackWhereTheyBelong() {
        jar.receive(
                List.of("sid=a; Path=/; Secure; HttpOnly", "cart=b; path=/shop", "here=c", "broken"), "/shop/x?y=/z/");

        assertThat(jar.header("/")).hasValue("sid=a");
        assertThat(jar.header("/shop")).hasValue("sid=a; cart=b; here=c");
        assertThat(jar.header("/shop/1?q")).hasValue("sid=a; cart=b; here=c");
        assertThat(jar.header("/shopping")).hasValue("sid=a");
    }

    @Test
    void aCookieIsReplacedAndDeleted() {
        jar.receive(List.of("sid=a; Path=/"), "/");
        jar.receive(List.of("sid=b==; Path=/"), "/login");
        assertThat(jar.header("/")).hasValue("sid=b==");

        jar.receive(List.of("sid=; Path=/; Max-Age=0"), "/");
        assertThat(jar.header("/")).isEmpty();

        jar.receive(List.of("sid=c; Path=/; Expires=Tue, 01-Jan-2030 00:00:00 GMT; Max-Age=60"), "/");
        assertThat(jar.header("/")).as("Max-Age goes first").hasValue("sid=c");
        jar.receive(List.of("sid=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT"), "/");
        assertThat(jar.header("/")).isEmpty();
    }
}
