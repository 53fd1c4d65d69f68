package org.example.cache;

/** Ratios of a cache. */
public final class Stats {
    private Stats() {
    }

    public static double hitRate(int hits, int misses) {
        int asked = hits + misses;
        return asked == 0 ? 0.0 : (double) hits / asked;
    }
}
