package dev.unpin.benchmarks.token;

import dev.unpin.benchmarks.jmh.TokenInProcess;
import dev.unpin.benchmarks.paired.Comparison;
import dev.unpin.benchmarks.paired.Contender;
import dev.unpin.benchmarks.paired.PairedRun;
import dev.unpin.benchmarks.paired.Table;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** What verifying a token costs beside the JDK's check of its signature and nothing else. */
final class VerifyBenchmark {
    private VerifyBenchmark() {}

    static void run(PairedRun run) throws GeneralSecurityException {
        Table.head("the JDK's signature check");
        for (String algorithm : List.of("RS256", "ES256", "ED25519")) {
            TokenInProcess token = TokenInProcess.of(algorithm);
            try {
                List<Contender> contenders = new ArrayList<>();
                contenders.add(new Contender("Unpin", thread -> token::verify));
                contenders.add(
                        new Contender("Unpin, seen before, with its blocklist", thread -> token::verifyRemembered));
                ServiceLoader.load(JwtPeers.class).forEach(peers -> contenders.addAll(peers.verify(token)));
                Table.rows(
                        new Comparison(
                                "verify " + algorithm,
                                new Contender("JDK", thread -> token::bareSignature),
                                contenders),
                        run);
            } finally {
                token.close();
            }
        }
    }
}
