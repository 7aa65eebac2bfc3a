package cli

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"sendpath/decide/words"
)

// TestJSONDiffersOnlyInProse makes the same plan in every language: what a program reads is the same, byte
// by byte; only sentences and labels for people are not.
func TestJSONDiffersOnlyInProse(t *testing.T) {
	for name, args := range map[string][]string{
		"password": {"--domain", "contoso.com"},
		"relay":    {"--domain", "contoso.com", "--login", "none", "--static-ip", "yes", "--public-ips", "198.51.100.7", "--device", "ricoh"},
		"none":     {"--domain", "contoso.com", "--tls", "none", "--static-ip", "no"},
	} {
		var english any
		decoded(t, planOf(t, "", append(args, "--lang", "en")...), &english)
		for _, tag := range words.Tags()[1:] {
			var other any
			decoded(t, planOf(t, "", append(args, "--lang", tag)...), &other)
			for _, found := range unlike("", english, other) {
				t.Errorf("%s in %s: %s", name, tag, found)
			}
		}
	}
}

func decoded(t *testing.T, text string, into *any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatal(err)
	}
}

// prose are the keys whose texts are for people, and the language's own.
var prose = strings.Fields("answer check find_out from headline label language note notes portal_steps text undo wait who")

// unlike lists where two documents differ in more than prose. The key is that of the value, or of the list
// that it stands in.
func unlike(key string, a, b any) []string {
	switch x := a.(type) {
	case map[string]any:
		y, ok := b.(map[string]any)
		if !ok || !slices.Equal(slices.Sorted(maps.Keys(x)), slices.Sorted(maps.Keys(y))) {
			return []string{fmt.Sprintf("the keys of %q differ", key)}
		}
		var list []string
		for _, k := range slices.Sorted(maps.Keys(x)) {
			list = append(list, unlike(k, x[k], y[k])...)
		}
		return list
	case []any:
		y, ok := b.([]any)
		if !ok || len(x) != len(y) {
			return []string{fmt.Sprintf("the length of %q differs", key)}
		}
		var list []string
		for i := range x {
			list = append(list, unlike(key, x[i], y[i])...)
		}
		return list
	}
	if a == b || slices.Contains(prose, key) || key == "powershell" && withoutRemarks(a) == withoutRemarks(b) {
		return nil
	}
	return []string{fmt.Sprintf("%q is %q, and %q", key, a, b)}
}

// withoutRemarks is a script without its remarks.
func withoutRemarks(script any) string {
	var kept []string
	for line := range strings.SplitSeq(fmt.Sprint(script), "\n") {
		if !strings.HasPrefix(line, "#") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}
