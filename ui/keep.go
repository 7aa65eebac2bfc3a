package ui

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/device"
)

// unfinished is a run that was left before its end, as it is kept on disk. It holds answers only; there
// is no question about a secret.
type unfinished struct {
	Saved   time.Time         `json:"saved"`
	About   string            `json:"about"` // the questionnaire's name
	Answers map[string]string `json:"answers"`
	Asked   []string          `json:"asked"` // in order
}

// maxKept bounds the file that is read back.
const maxKept = 1 << 20 // octets

// A keeper writes the answers so far. Writes may come late and out of turn; an older one never replaces
// a newer one.
type keeper struct {
	path  string
	found unfinished

	mu      sync.Mutex
	turns   int
	written int
}

// StateFile returns the usual place for Options.State, "" where the system names none.
func StateFile() string {
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "sendpath", "unfinished.json")
	}
	switch runtime.GOOS {
	case "windows", "darwin":
		if dir, err := os.UserConfigDir(); err == nil {
			return filepath.Join(dir, "sendpath", "unfinished.json")
		}
		return ""
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, ".local", "state", "sendpath", "unfinished.json")
}

// newKeeper returns nil where nothing is to be kept.
func newKeeper(path string, in decide.Form) *keeper {
	if path == "" {
		return nil
	}
	return &keeper{path: path, found: readUnfinished(path, in)}
}

// readUnfinished reads what was kept. A file that is damaged, or was changed by hand into something
// else, counts as none: it is only a convenience.
func readUnfinished(path string, in decide.Form) unfinished {
	content, err := readWhole(path, maxKept)
	var kept unfinished
	if err != nil || json.Unmarshal(content, &kept) != nil {
		return unfinished{}
	}
	return kept.checked(in)
}

// checked returns what is left when each answer is looked at as if it were typed now.
func (u unfinished) checked(in decide.Form) unfinished {
	questions := questionnaireNamed(u.About)
	left := unfinished{Saved: u.Saved, About: u.About, Answers: map[string]string{}}
	in.KnownDevice = func(id string) bool { _, ok := device.ByID(id); return ok }
	in.Domain = u.Answers[decide.Domain.String()]
	for i := range questions.Questions {
		q := &questions.Questions[i]
		value, asked := u.Answers[q.Name()], slices.Contains(u.Asked, q.Name())
		if !asked || !acceptable(q, value, in) {
			continue
		}
		left.Answers[q.Name()] = value
		left.Asked = append(left.Asked, q.Name())
	}
	if left.domain() == "" {
		return unfinished{}
	}
	return left
}

// domain is the first domain that the run is about.
func (u unfinished) domain() string {
	key := jobOf(questionnaireNamed(u.About)).domains()
	first, _, _ := strings.Cut(u.Answers[key.String()], " ")
	return first
}

func acceptable(q *decide.Question, value string, in decide.Form) bool {
	if value == "" {
		return q.Choices == nil && q.Asked != decide.Required
	}
	if q.Choices != nil {
		return slices.Contains(q.Values(), value)
	}
	reading, err := q.Parse(value, in)
	return err == nil && reading.Value == value
}

// unfinished returns the run so far.
func (m Model) unfinished() unfinished {
	u := unfinished{Saved: m.env.Now(), About: m.walk.Questions.Name, Answers: map[string]string{}}
	for _, key := range m.trail {
		u.Answers[key.String()] = m.walk.Answers[key]
		u.Asked = append(u.Asked, key.String())
	}
	return u
}

// turn numbers the next write.
func (k *keeper) turn() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.turns++
	return k.turns
}

// write keeps u, unless something newer was written or the run is over.
func (k *keeper) write(turn int, u unfinished) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if turn <= k.written {
		return nil
	}
	k.written = turn
	content, err := json.MarshalIndent(u, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(k.path), 0o700); err != nil {
		return err
	}
	return replaceFile(k.path, append(content, '\n'), 0o600)
}

// remove forgets the run: it was finished.
func (k *keeper) remove() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.written = k.turns
	os.Remove(k.path)
}

// kept takes note of a write. One that failed costs only the offer to go on; it is said once.
func (m Model) kept(msg keptMsg) Model {
	if msg.err != nil && m.status == "" && !m.unkept {
		m.unkept = true
		m.status = m.say("The answers cannot be kept for another time: %s. Go on to the plan and save it.", clean.Line(msg.err.Error(), 300))
	}
	return m
}
