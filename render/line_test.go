package render

import (
	"bytes"
	"encoding/json"
	"testing"

	"sendpath/decide/clean"
)

// The lines of a batch are the JSON of the single plan, octet by octet, but for the indents.
func TestALineIsThePlanAsJSON(t *testing.T) {
	for _, s := range stories() {
		p := s.plan()
		var indented, want, got bytes.Buffer
		if err := writeJSON(&indented, p, nil); err != nil {
			t.Fatal(err)
		}
		if err := json.Compact(&want, indented.Bytes()); err != nil {
			t.Fatal(err)
		}
		if err := Line(&got, p, nil); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(bytes.TrimSpace(clean.JSON(want.Bytes())), bytes.TrimSpace(got.Bytes())) {
			t.Errorf("%s:\n%s\nis not\n%s", s.name, got.Bytes(), want.Bytes())
		}
	}
}
