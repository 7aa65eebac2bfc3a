package cli

import (
	"path/filepath"
	"strings"
	"testing"
)

// What is too long for a saved plan is called so, wherever it stands: it is not half of one.
func TestASavedPlanThatIsTooLong(t *testing.T) {
	dir := t.TempDir()
	plan := strings.TrimSpace(planOf(t, "", "--domain", "contoso.com"))
	long := strings.TrimSuffix(plan, "}") + strings.Repeat(" ", maxRecord) + "}"
	inDir, lines := filepath.Join(dir, "2-contoso.com.json"), filepath.Join(t.TempDir(), "plans.jsonl")
	save(t, inDir, long)
	save(t, lines, strings.ReplaceAll(long, "\n", " "))
	for _, args := range [][]string{
		{"--batch", dir}, {"--batch", inDir}, {"--batch", lines}, {"contoso.com", "--record", inDir},
	} {
		_, said, s := called(t, "", append([]string{"check", "--offline"}, args...)...)
		if s != misused || !strings.Contains(said, "too long for a saved plan") {
			t.Errorf("%q: exit status %d: %s", args, s, said)
		}
	}
}
