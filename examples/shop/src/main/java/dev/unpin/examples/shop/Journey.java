package dev.unpin.examples.shop;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * Ada goes shopping, and Ben beside her, while instances die and are replaced. After each step it is checked what they
 * see; the first thing that should not be ends the journey.
 */
final class Journey {
    private final Scene scene;
    private final Report report;
    private final Tally all = new Tally();

    Journey(Scene scene, Report report) {
        this.scene = scene;
        this.report = report;
    }

    /**
     * Goes all the way, or up to the first broken promise, and reports it.
     *
     * @return whether all promises were kept
     */
    boolean run() throws InterruptedException {
        long start = System.nanoTime();
        List<Chapter> chapters = List.of(
                new CartChapter(scene),
                new CheckoutChapter(scene),
                new StockChapter(scene),
                new PictureChapter(scene),
                new DeviceChapter(scene),
                new ApiChapter(scene),
                new JobChapter(scene));
        for (Chapter chapter : chapters) {
            for (Step step : chapter.steps()) {
                if (!kept(step)) {
                    return false;
                }
            }
        }
        report.closing(all, Duration.ofNanos(System.nanoTime() - start));
        return true;
    }

    private boolean kept(Step step) throws InterruptedException {
        Optional<String> broken = Optional.empty();
        String seen = "";
        try {
            seen = step.test().call();
        } catch (InterruptedException e) {
            throw e;
        } catch (BrokenPromise | IOException | IllegalStateException e) {
            broken = Optional.of(String.valueOf(e.getMessage()));
        } catch (ExecutionException e) {
            broken = Optional.of(
                    String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
        } catch (Exception e) { // Callable declares it; nothing else throws one.
            throw new IllegalStateException(e);
        }
        Tally served = scene.tally().take();
        all.add(served);
        if (broken.isPresent()) {
            report.broken(step.title(), served, broken.get());
            return false;
        }
        report.kept(step.title(), served, seen);
        return true;
    }
}
