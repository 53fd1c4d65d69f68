package ring

import (
	"hash/fnv"
	"sort"
)

// Ring places keys on nodes so that few keys move when a node comes or goes.
type Ring struct {
	points []uint32
	owners map[uint32]string
}

// Add puts a node on the ring at several points.
func (r *Ring) Add(node string, copies int) {
	if r.owners == nil {
		r.owners = map[uint32]string{}
	}
	for i := 0; i < copies; i++ {
		point := hashOf(node, i)
		r.points = append(r.points, point)
		r.owners[point] = node
	}
	sort.Slice(r.points, func(a, b int) bool { return r.points[a] < r.points[b] })
}

// Owner is the node of the first point at or after the key.
func (r *Ring) Owner(key string) string {
	want := hashOf(key, 0)
	at := sort.Search(len(r.points), func(i int) bool { return r.points[i] >= want })
	if at == len(r.points) {
		at = 0
	}
	return r.owners[r.points[at]]
}

func hashOf(key string, salt int) uint32 {
	h := fnv.New32a()
	h.Write([]byte(key))
	h.Write([]byte{byte(salt), byte(salt >> 8)})
	return h.Sum32()
}
