package dev.unpin.examples.shop;

import dev.unpin.examples.fleet.Pause;
import dev.unpin.examples.shop.fleet.Instance;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Locks and fences: one instance closes the day's books, whoever dies over them, and whoever is late. */
final class JobChapter implements Chapter {
    private static final int PAGE = 8;

    private final Scene scene;
    private final Books books;
    private final String day = LocalDate.now(ZoneOffset.UTC).toString();
    private final List<String> late = new ArrayList<>();
    private String holder = "";
    private long fence;

    JobChapter(Scene scene) {
        this.scene = scene;
        this.books = scene.books();
    }

    @Override
    public List<Step> steps() {
        return List.of(
                new Step("close the day's books", this::strike),
                new Step("kill -9 over the books", this::killHolder),
                new Step("hang past the lease", this::pauseHolder));
    }

    /** The clock strikes everywhere at once. */
    private String strike() throws IOException, InterruptedException {
        books.holdStatement();
        List<Instance> all = scene.fleet().running();
        all.forEach(instance -> instance.send("close-day " + day));
        expectNextHolder(PAGE, 0);
        List<String> others = all.stream()
                .map(Instance::name)
                .filter(name -> !name.equals(holder))
                .toList();
        others.forEach(name -> find(name).await("busy " + day));
        List<String> readers = books.readers();
        BrokenPromise.unless(readers.size() == 1, "one instance should work on the books, but " + readers + " do");
        return holder + " works, " + String.join(" and ", others) + " find it busy";
    }

    private String killHolder() throws IOException, InterruptedException {
        Instance doomed = find(holder);
        scene.fleet().kill(doomed);
        scene.fleet().forget(doomed);
        late.add(holder);
        expectNextHolder(PAGE, PAGE);
        books.showNextPage();
        books.awaitReader(2 * PAGE, late);
        return "%s died after %d lines; %s goes on with the next".formatted(doomed.name(), PAGE, holder);
    }

    private String pauseHolder() throws IOException, InterruptedException {
        Instance hung = find(holder);
        long before = fence;
        Pause pause = hung.pause();
        try {
            late.add(holder);
            expectNextHolder(2 * PAGE, 2 * PAGE);
            books.releaseStatement();
            find(holder).await("closed " + day);
            expectBook(find(holder));
        } finally {
            pause.close();
        }
        hung.await("refused " + day);
        BrokenPromise.unless(fence > before, "fences should rise, but " + fence + " follows " + before);
        scene.fleet().start(1);
        for (Instance instance : scene.fleet().running()) {
            expectBook(instance);
        }
        return "%s finished, late %s was refused: %d charges, %d lines"
                .formatted(
                        holder,
                        hung.name(),
                        books.charges().size(),
                        books.charges().size());
    }

    /** Waits for another instance to be in the middle, with a higher fence, and to have begun where it should. */
    private void expectNextHolder(int waitingFor, int begunAt) throws IOException, InterruptedException {
        holder = books.awaitReader(waitingFor, late);
        String[] atWork = find(holder).await("at-work " + day).split(" ", -1);
        long next = Long.parseLong(atWork[2]);
        BrokenPromise.unless(next > fence, "fences should rise, but " + next + " follows " + fence);
        fence = next;
        BrokenPromise.unless(
                atWork[3].equals(Integer.toString(begunAt)),
                holder + " should go on after " + begunAt + " lines, but does after " + atWork[3]);
    }

    /** The book holds a line for each charge at the bank, in its order, and the fence of who has closed it. */
    private void expectBook(Instance instance) throws IOException {
        String lines = books.charges().stream()
                .map(charge -> charge.order() + ":" + charge.cents())
                .collect(Collectors.joining(","));
        String expected = "book " + day + " true " + fence + " " + lines;
        instance.send("show-day " + day);
        String shown = instance.await("book " + day);
        BrokenPromise.unless(
                shown.equals(expected),
                "the book should be '%s', but %s shows '%s'".formatted(expected, instance.name(), shown));
    }

    private Instance find(String name) {
        return scene.fleet().find(name).orElseThrow(() -> new BrokenPromise(name + " should run"));
    }
}
