package dev.unpin.testkit.stateless;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The instances, named A, B, C and so on, and all addresses that they ever had. For one thread. */
final class Fleet {
    private final List<URI> instances;
    private final Set<URI> addresses;

    Fleet(List<URI> instances) {
        this.instances = new ArrayList<>(instances);
        this.addresses = new LinkedHashSet<>(instances);
    }

    int size() {
        return instances.size();
    }

    URI address(int instance) {
        return instances.get(instance);
    }

    static String name(int instance) {
        return instance < 26 ? String.valueOf((char) ('A' + instance)) : "I" + instance;
    }

    void restart(int instance, InstanceRestart restart) {
        try {
            URI address = restart.restart(instances.get(instance));
            instances.set(instance, address);
            addresses.add(address);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while restarting instance " + name(instance), e);
        } catch (Exception e) {
            throw new IllegalStateException("instance " + name(instance) + " could not be restarted", e);
        }
    }

    /** The path of an address on any instance; empty if it leads elsewhere. */
    Optional<String> target(String pathOrAddress) {
        if (pathOrAddress.startsWith("/")) {
            return Optional.of(pathOrAddress);
        }
        return addresses.stream()
                .map(Fleet::text)
                .filter(base -> pathOrAddress.equals(base) || pathOrAddress.startsWith(base + "/"))
                .map(base -> pathOrAddress.substring(base.length()))
                .map(path -> path.isEmpty() ? "/" : path)
                .findFirst();
    }

    /** Which instance has answered is no difference by itself. */
    String withoutAddresses(String text) {
        String blank = text;
        for (URI address : addresses) {
            blank = blank.replace(text(address), "(instance)").replace(address.getRawAuthority(), "(instance)");
        }
        return blank;
    }

    private static String text(URI base) {
        return base.getScheme() + "://" + base.getRawAuthority();
    }

    @Override
    public String toString() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < instances.size(); i++) {
            all.append("  ")
                    .append(name(i))
                    .append("  ")
                    .append(instances.get(i))
                    .append('\n');
        }
        return all.toString();
    }
}
