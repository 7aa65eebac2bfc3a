package spf

import (
	"fmt"
	"reflect"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// What comes from memory is what parsing gives, whoever used it meanwhile.
func TestMemoryTellsNoDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.Custom(drawRecord), 1, 5).Draw(t, "texts")
		for range 2 {
			for _, text := range texts {
				r, problems := parse(text)
				extended(Tree{}, r, Request{Domain: "example.com", Include: "spf.protection.outlook.com"})
				r.softened()
				want, wantProblems := Parse(text)
				if r.String() != want.String() || !reflect.DeepEqual(r.Terms(), want.Terms()) || len(problems) != len(wantProblems) {
					t.Fatalf("%q: %v %v, want %v %v", text, r, problems, want, wantProblems)
				}
			}
		}
	})
}

func TestMemoryIsSharedAndBounded(t *testing.T) {
	var done sync.WaitGroup
	for worker := range 4 {
		done.Go(func() {
			for i := range 3 * maxRemembered {
				text := fmt.Sprintf("v=spf1 ip4:198.51.100.%d -all", (i+worker)%256)
				if r, _ := parse(text); r.String() != text {
					t.Errorf("%s is not %s", r, text)
				}
			}
		})
	}
	done.Wait()
	if len(memory.records) > maxRemembered {
		t.Errorf("%d records are remembered", len(memory.records))
	}
}
