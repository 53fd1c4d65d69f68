package org.example.cache;

import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps the entries that were used last. */
public class LruCache<K, V> {
    private final Map<K, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);
    private int capacity;
    private int hits;
    private int misses;

    public LruCache(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be positive");
        }
        this.capacity = capacity;
    }

    public int getHits() {
        return hits;
    }

    public int getMisses() {
        return misses;
    }

    public int getCapacity() {
        return capacity;
    }

    public V get(K key) {
        Entry<V> found = entries.get(key);
        if (found == null) {
            misses++;
            return null;
        }
        hits++;
        return found.value;
    }

    public void put(K key, V value) {
        put(key, value, System.nanoTime());
    }

    public void put(K key, V value, long now) {
        entries.put(key, new Entry<>(value, now));
        while (entries.size() > capacity) {
            evict();
        }
    }

    /** Drops the entry that nobody asked for longest. */
    public K evict() {
        K oldest = entries.keySet().iterator().next();
        entries.remove(oldest);
        return oldest;
    }

    static class Entry<V> {
        final V value;
        final long born;

        Entry(V value, long born) {
            this.value = value;
            this.born = born;
        }

        long age(long now) {
            long passed = now - born;
            return passed < 0 ? 0 : passed;
        }
    }
}
