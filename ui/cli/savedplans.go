package cli

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"sendpath/decide/words"
	"sendpath/render"
)

// A savedPlan is the text of one, and where it stands.
type savedPlan struct {
	name string
	data []byte
	err  error
}

// savedPlans are read one at a time: from the files of a directory, from the lines of a file as a batch
// prints them, or from one file that is one plan.
type savedPlans struct {
	total  int // 0 where that is not known
	next   func() (savedPlan, bool)
	close  func()
	failed error // of reading
}

var errTooLong = words.Sentencef("it is too long for a saved plan")

func openSaved(ctx context.Context, e *environment, path string) (*savedPlans, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return savedInDir(path)
	}
	in, name, err := e.open(ctx, path)
	if err != nil {
		return nil, err
	}
	reader := bufio.NewReaderSize(in, 64<<10)
	plans := &savedPlans{close: func() { in.Close() }}
	if first, _ := reader.Peek(2); strings.TrimSpace(string(first)) == "{" {
		plans.total, plans.next = 1, oneSaved(reader, name)
		return plans, nil
	}
	lines := &savedLines{reader: reader, name: name, plans: plans}
	plans.next = lines.next
	return plans, nil
}

// savedInDir lists the records of a directory, in the order of the rows they were made from.
func savedInDir(dir string) (*savedPlans, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, unreadable(dir, err)
	}
	var names []string
	for _, entry := range entries {
		if isRecord(entry.Name()) {
			names = append(names, entry.Name())
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(rowOf(a), rowOf(b)), cmp.Compare(a, b)) })
	plans := &savedPlans{total: len(names), close: func() {}}
	plans.next = func() (savedPlan, bool) {
		if len(names) == 0 {
			return savedPlan{}, false
		}
		name := names[0]
		names = names[1:]
		data, err := readBounded(filepath.Join(dir, name))
		return bounded(name, data, err), true
	}
	return plans, nil
}

// isRecord tells plans from the other files that a batch writes.
func isRecord(name string) bool {
	for _, f := range []render.Format{render.ITGlue, render.Hudu} {
		if strings.HasSuffix(name, "."+render.Extension(f)) {
			return false
		}
	}
	return strings.HasSuffix(name, ".json") && name != summaryName+".json" && !strings.HasPrefix(name, ".")
}

// rowOf is the number of the row that a file was made from, 0 for none.
func rowOf(name string) int {
	number, _, _ := strings.Cut(name, "-")
	row, _ := strconv.Atoi(number)
	return row
}

func bounded(name string, data []byte, err error) savedPlan {
	if err != nil {
		return savedPlan{name: name, err: words.Sentencef("it cannot be read: %s", cause(err))}
	}
	if len(data) > maxRecord {
		return savedPlan{name: name, err: errTooLong}
	}
	return savedPlan{name: name, data: data}
}

// oneSaved yields a whole file as one plan.
func oneSaved(in io.Reader, name string) func() (savedPlan, bool) {
	done := false
	return func() (savedPlan, bool) {
		if done {
			return savedPlan{}, false
		}
		done = true
		data, err := io.ReadAll(io.LimitReader(in, maxRecord+1))
		return bounded(name, data, err), true
	}
}

// savedLines yields each line of a file as a plan. Rows of a batch that gave none are left out.
type savedLines struct {
	reader *bufio.Reader
	name   string
	line   int
	plans  *savedPlans
}

func (l *savedLines) next() (savedPlan, bool) {
	for {
		data, err := readLine(l.reader)
		if err != nil && !errors.Is(err, io.EOF) {
			l.plans.failed = err
			return savedPlan{}, false
		}
		l.line++
		if len(bytes.TrimSpace(data)) > 0 && !isBadRow(data) {
			return bounded(l.name+":"+strconv.Itoa(l.line), data, nil), true
		}
		if err != nil {
			return savedPlan{}, false
		}
	}
}

// readLine reads a line, of a long one a little more than a saved plan may have.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		if len(line) <= maxRecord {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
	}
}

// isBadRow recognises the line of a row that could not be used.
func isBadRow(data []byte) bool {
	if !bytes.HasPrefix(data, []byte(`{"schema":1,"row":`)) {
		return false
	}
	var row struct{ Errors []string }
	return json.Unmarshal(data, &row) == nil && len(row.Errors) > 0
}
