package batch

import (
	"strings"
	"testing"
	"time"

	"sendpath/decide"
)

func TestProgress(t *testing.T) {
	for _, tt := range []struct {
		progress Progress
		want     string
	}{
		{Progress{Total: 100_000, Done: 20_000, Elapsed: 4 * time.Second}, "20,000 of 100,000 rows, 5000 a second, 16s left"},
		{Progress{Total: 100, Done: 60, Skipped: 50, Elapsed: time.Second}, "60 of 100 rows, 10 a second, 4s left"},
		{Progress{Total: 100, Done: 50, Skipped: 50, Elapsed: time.Second}, "50 of 100 rows"},
		{Progress{Total: 10}, "0 of 10 rows"},
		{Progress{Done: 300, Elapsed: 2 * time.Second}, "300 rows, 150 a second"},
		{Progress{Total: 3, Done: 5, Elapsed: time.Second}, "5 of 3 rows, 5 a second, 0s left"},
	} {
		if got := tt.progress.Say(nil); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.progress, got, tt.want)
		}
	}
}

// What Count counts is what Rows reads.
func TestCountAgreesWithRows(t *testing.T) {
	for _, text := range []string{
		"", "domain\n", "domain", "domain\ncontoso.com", "domain\n\ncontoso.com\n\n\nexample.com\n",
		"customer,domain\n\"two\nlines\",contoso.com\nx,example.com\n",
		"\ufeffcustomer;domain\r\n\"a;b\";contoso.com\r\n", "domain\n\"open\ncontoso.com\nexample.com\n",
		"domain\n" + strings.Repeat("x", maxRecord+10) + "\ncontoso.com\n",
	} {
		counted, err := Count(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		rows, _, err := OpenRows(strings.NewReader(text), decide.Device)
		if err != nil {
			t.Fatal(err)
		}
		read := 0
		for ; rows != nil; read++ {
			if _, err := rows.Next(); err != nil {
				break
			}
		}
		if counted != read {
			t.Errorf("%.40q: %d counted, %d read", text, counted, read)
		}
	}
}
