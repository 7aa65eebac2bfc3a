package batch

import (
	"errors"
	"io"
	"time"

	"sendpath/decide/words"
)

// Count counts the rows of a CSV file as Rows reads them, the header left out.
func Count(r io.Reader) (int, error) {
	records := newRecords(r)
	for count := -1; ; count++ {
		_, err := records.next()
		if errors.Is(err, io.EOF) {
			return max(count, 0), nil
		}
		if err != nil {
			return 0, err
		}
	}
}

// A Progress says how far a batch is. Rows that were finished before count as done, but tell nothing
// about the rate.
type Progress struct {
	Total   int // rows in all, 0 where that is not known
	Done    int
	Skipped int // of those done: finished before
	Elapsed time.Duration
}

// Say says it on one line: rows, rate and time left.
func (p Progress) Say(lang *words.Language) string {
	rate := 0
	if p.Elapsed > 0 {
		rate = int(float64(p.Done-p.Skipped) / p.Elapsed.Seconds())
	}
	switch {
	case p.Total == 0:
		return lang.Say("%s rows, %s a second", lang.Number(p.Done), lang.Number(rate))
	case rate == 0:
		return lang.Say("%s of %s rows", lang.Number(p.Done), lang.Number(p.Total))
	}
	left := time.Duration(max(0, p.Total-p.Done)) * time.Second / time.Duration(rate)
	return lang.Say("%s of %s rows, %s a second, %s left", lang.Number(p.Done), lang.Number(p.Total), lang.Number(rate), left.Round(time.Second).String())
}
