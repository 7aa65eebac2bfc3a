package clean

import (
	"encoding/json"
	"strings"
	"testing"
)

// Encoded JSON means the same afterwards, and steers no terminal.
func FuzzJSON(f *testing.F) {
	f.Add("a\x1b]0;title\x07\u009b31m\u202e\u2066\x7f\xff\r\n\"\\")
	f.Fuzz(func(t *testing.T, s string) {
		encoded, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		got := JSON(encoded)
		if i := strings.IndexFunc(string(got), Steers); i >= 0 {
			t.Errorf("%q steers a terminal at %d", got, i)
		}
		var before, after string
		if json.Unmarshal(encoded, &before) != nil || json.Unmarshal(got, &after) != nil || before != after {
			t.Errorf("%q became %q", before, after)
		}
	})
}
