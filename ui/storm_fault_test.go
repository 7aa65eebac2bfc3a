package ui

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"sendpath/decide"
	"sendpath/decide/check"
	"sendpath/decide/clean"
	"sendpath/decide/evidence"
	"sendpath/decide/servers"
	"sendpath/decide/words"
)

// The variables that make TestStorm longer than a few seconds, and repeat one:
//
//	SENDPATH_STORM=1000000 SENDPATH_STORM_SEED=7 go test -run Storm -timeout 2h ./ui
const (
	stormEvents = "SENDPATH_STORM"
	stormSeed   = "SENDPATH_STORM_SEED"
)

// Bounds of a storm.
const (
	usualEvents = 12_000
	eventsARun  = 1_500    // after which the wizard starts again
	mostLate    = 24       // replies that wait
	mostMemory  = 96 << 20 // octets alive
	viewEvery   = 3        // events, so also the laws of a screen
	stateEvery  = 25
	planEvery   = 60
)

// Whatever happens, in whatever order and however late: nothing panics, every screen fits its window and
// steers no terminal, the answers are ones that files give, a plan on the screen is the engine's, and
// memory stays bounded. Keys of all kinds, text, pastes, windows of any size, the mouse, the clock, and
// replies that come late, twice, or for something that was given up.
func TestStorm(t *testing.T) {
	events, seed := usualEvents, uint64(1)
	if testing.Short() {
		events /= 4
	}
	if n, err := strconv.Atoi(os.Getenv(stormEvents)); err == nil {
		events = n
	}
	if n, err := strconv.ParseUint(os.Getenv(stormSeed), 10, 64); err == nil {
		seed = n
	}
	t.Chdir(t.TempDir()) // what is saved under any name is saved here
	s := &storm{t: t, random: rand.New(rand.NewPCG(seed, 0)), seed: seed}
	s.restart()
	for s.done = 0; s.done < events; s.done++ {
		if s.left--; s.left == 0 || s.m.ended {
			s.restart()
		}
		s.step()
		if events > usualEvents && s.done%50_000 == 0 {
			t.Logf("%d events", s.done)
			s.checkMemory()
		}
	}
	s.checkMemory()
}

// A storm is one wizard after the other, and what its commands have answered so far.
type storm struct {
	t      *testing.T
	random *rand.Rand
	seed   uint64
	m      Model
	late   []tea.Msg // answered, and not yet delivered
	left   int       // events until the next start
	done   int
	last   []string // the latest events
}

func (s *storm) restart() {
	s.sweep()
	tag := s.pick(words.Tags()...)
	s.m = newTestModel(80, 24, func(o *Options) {
		o.Language = words.Choose(tag)
		o.SaveIn = "."
		o.Asker = s.asker()
		o.Copy = func(context.Context, string) (Route, error) {
			if s.random.IntN(3) == 0 {
				return "", errors.New("no clipboard")
			}
			return ByTerminal, nil
		}
		if s.random.IntN(4) == 0 {
			o.State = filepath.Join("state", "unfinished.json")
		}
		seen := contosoSeen(signIn(check.PortState(s.pick("open", "refused", "timeout", "intercepted"))), inbound(check.PortOpen))
		if s.random.IntN(2) == 0 {
			o.Checker = seen
		}
		o.Finder = finder{map[decide.Key]string{decide.TLS: s.pick("1.2", "old", "nonsense"), decide.Login: s.pick("none", "password", "\x1b[2J")}}
		o.Tasks = []Task{Troubleshoot(), SavedCustomers(".")}
		o.Actions = []Action{CheckPlan(seen), SendTest(s.sender()), TroubleshootPlan(), NameCustomer(), NextCustomer()}
	}).begin()
	s.late, s.left = nil, eventsARun
	s.note("start in " + tag)
}

// sweep removes what was saved, so that no folder grows without end. Now and then it stays, to be listed
// and to be in the way.
func (s *storm) sweep() {
	if s.random.IntN(4) == 0 {
		return
	}
	entries, _ := os.ReadDir(".")
	for _, entry := range entries {
		os.RemoveAll(entry.Name())
	}
}

func (s *storm) sender() Sender {
	if s.random.IntN(2) == 0 {
		return disabled()
	}
	return newPostman(250, "2.0.0 \x1b]0;owned\x07 OK")
}

// asker is DNS as it should be, or as it should not.
func (s *storm) asker() asker {
	switch s.random.IntN(3) {
	case 0:
		return contoso
	case 1:
		return hostileZone{rand.New(rand.NewPCG(s.random.Uint64(), 0))}
	}
	return nil
}

type asker interface {
	Ask(context.Context, []evidence.Question) evidence.Set
}

// hostileZone says anything about any name.
type hostileZone struct{ random *rand.Rand }

func (z hostileZone) Ask(_ context.Context, questions []evidence.Question) evidence.Set {
	set := evidence.Set{}
	for _, q := range questions {
		outcomes := []evidence.Outcome{evidence.Found, evidence.Found, evidence.NoName, evidence.NoData, evidence.ServFail, evidence.Refused, evidence.Timeout, evidence.Unusable}
		a := evidence.Answer{Outcome: outcomes[z.random.IntN(len(outcomes))], From: "192.0.2.53:53", At: "2026-11-21T09:00:00Z"}
		if a.Outcome == evidence.Found {
			a.Records = hostileRecords[z.random.IntN(len(hostileRecords))]
		}
		set[q] = a
	}
	return set
}

var hostileRecords = [][]string{
	{""}, {"\x1b[2J\x1b]0;owned\x07"}, {"10 ."}, {"0 contoso-com.mail.protection.outlook.com"}, {"70000 x", "-1 y", "10"},
	{"v=spf1 " + strings.Repeat("include:x.example ", 300) + "-all"}, {"v=spf1 -all", "v=spf1 +all"}, {"v=spf1 ip4:999.0.0.1 \u202e"},
	{"v=DMARC1; p=\x00"}, {strings.Repeat("ü", 5000)}, {"192.0.2.1"}, {"::"}, {"not an address"}, {"10 gov-example.mail.protection.office365.us"},
}

// step is one event, and the laws.
func (s *storm) step() {
	msg, synthetic := s.event()
	if text := typedText(msg); s.m.screen == saving && strings.ContainsAny(text, `/\~`) {
		return // nothing is saved elsewhere
	}
	s.note(fmt.Sprintf("%T %.60q", msg, fmt.Sprint(msg)))
	s.guarded(func() {
		next, cmd := s.m.Update(msg)
		s.m = next.(Model)
		if !synthetic {
			s.collect(cmd)
		}
		if s.done%viewEvery == 0 {
			s.check(fits(s.m))
		}
		if s.done%stateEvery == 0 {
			s.check(consistent(s.m))
		}
		if s.done%planEvery == 0 {
			s.check(planIsTheEngines(s.m))
		}
	})
}

func typedText(msg tea.Msg) string {
	if k, ok := msg.(tea.KeyMsg); ok {
		return string(k.Runes)
	}
	return ""
}

// collect runs a command. Its replies are delivered at once, later, or never.
func (s *storm) collect(cmd tea.Cmd) {
	if p, ok := s.m.page.(troublePage); ok && p.stage == pasting {
		s.late = append(s.late[:min(len(s.late), mostLate-1)], pauseMsg{p.strokes}) // the command would wait for it
		return
	}
	for _, msg := range replies(cmd) {
		if s.random.IntN(3) == 0 && len(s.late) < mostLate {
			s.late = append(s.late, msg)
			continue
		}
		s.note(fmt.Sprintf("reply %T", msg))
		next, cmd := s.m.Update(msg)
		s.m = next.(Model)
		if _, closed := msg.(Close); !closed || s.random.IntN(2) == 0 {
			s.late = append(s.late[:min(len(s.late), mostLate-1)], msg) // to come a second time
		}
		s.collect(cmd)
	}
}

// event is the next message. A synthetic one is none of a command under way: what its own commands would
// wait for never comes.
func (s *storm) event() (msg tea.Msg, synthetic bool) {
	switch n := s.random.IntN(100); {
	case n < 52:
		return pressed(s.pick(stormKeys...)), false
	case n < 60:
		return tea.KeyMsg{Type: tea.KeyType(s.random.IntN(140) - 80), Alt: s.random.IntN(5) == 0}, false
	case n < 68:
		return tea.KeyMsg{Type: tea.KeyRunes, Runes: s.text(6), Alt: s.random.IntN(8) == 0}, false
	case n < 73:
		return tea.KeyMsg{Type: tea.KeyRunes, Runes: s.paste(), Paste: true}, false
	case n < 80:
		return s.window(), false
	case n < 83:
		return tea.MouseMsg{X: s.random.IntN(300) - 20, Y: s.random.IntN(100) - 20, Button: tea.MouseButton(s.random.IntN(12)), Action: tea.MouseAction(s.random.IntN(3))}, true
	case n < 86:
		return clockMsg{clock.Add(time.Duration(s.random.Int64N(int64(80000*time.Hour))) - 40000*time.Hour)}, true
	case n < 88:
		return s.stray(), true
	case len(s.late) > 0:
		i := s.random.IntN(len(s.late))
		msg, s.late = s.late[i], slices.Delete(s.late, i, i+1)
		return msg, true
	}
	return pressed("enter"), false
}

// stormKeys are what gets somewhere, and everything that does something.
var stormKeys = slices.Concat(office, hybrid, slices.Collect(func(yield func(string) bool) {
	for name := range namedKeys {
		if name != "ctrl+c" && !yield(name) {
			return
		}
	}
}), []string{"enter", "enter", "enter", "enter", "1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "a", "c", "C", "d", "e", "f", "j", "k", "m", "n", "N", "p", "r", "s", "t", "u", "x", "y", "?", "/",
	"fabrikam.example", "tailspin.example", "198.51.100.7 2001:db8::1", "10.0.0.1", "müller@bücher.example", "535 5.7.139 Authentication unsuccessful", "\u202e\x1b]0;x", "1211", "q", "ctrl+c"})

// stray is a message that the wizard has no use for, or not now.
func (s *storm) stray() tea.Msg {
	strays := []tea.Msg{
		nil, struct{}{}, tea.FocusMsg{}, tea.BlurMsg{}, tea.ResumeMsg{}, crashMsg{}, errors.New("stray"), Close{},
		Close{Learned: map[decide.Key]string{decide.TLS: "1.2", decide.Domain: "\x1b"}}, Close{run: unfinished{Answers: map[string]string{"domain": "contoso.com"}}},
		dnsMsg{attempt: s.random.IntN(5), set: evidence.Set{}}, surveyedMsg{run: &surveying{stop: func() {}}, done: s.random.IntN(2) == 0},
		copiedMsg{"late\nlines", BySystem, nil}, savedMsg{files: []string{"late.txt"}}, savedMsg{err: errors.New("\x1b[2J")}, savedMsg{err: alreadyThere{"there"}}, keptMsg{errors.New("full")},
	}
	return strays[s.random.IntN(len(strays))]
}

func (s *storm) pick(from ...string) string { return from[s.random.IntN(len(from))] }

// text is up to most characters of any kind.
func (s *storm) text(most int) []rune {
	runes := make([]rune, 1+s.random.IntN(most))
	for i := range runes {
		switch s.random.IntN(4) {
		case 0:
			runes[i] = rune(s.random.IntN(0x110000))
		case 1:
			runes[i] = rune(s.random.IntN(0xa0))
		default:
			runes[i] = 'a' + rune(s.random.IntN(26))
		}
	}
	return runes
}

func (s *storm) paste() []rune {
	switch s.random.IntN(40) {
	case 0:
		return []rune(strings.Repeat("550 5.7.60 SMTP; Client does not have permissions\r\n", 1+s.random.IntN(300)))
	case 1:
		return []rune(strings.Repeat("x", 20_000))
	case 2:
		return nil
	}
	return s.text(60)
}

func (s *storm) window() tea.WindowSizeMsg {
	switch s.random.IntN(8) {
	case 0:
		return tea.WindowSizeMsg{}
	case 1:
		return tea.WindowSizeMsg{Width: s.random.IntN(4) - 1, Height: s.random.IntN(4) - 1}
	case 2:
		return tea.WindowSizeMsg{Width: 1 + s.random.IntN(400), Height: 1 + s.random.IntN(120)}
	}
	return tea.WindowSizeMsg{Width: 20 + s.random.IntN(100), Height: 4 + s.random.IntN(40)}
}

func (s *storm) note(event string) {
	if s.last = append(s.last, event); len(s.last) > 30 {
		s.last = slices.Delete(s.last, 0, len(s.last)-30)
	}
}

// guarded tells which events led to a panic.
func (s *storm) guarded(f func()) {
	defer func() {
		if reason := recover(); reason != nil {
			stack := make([]byte, 8<<10)
			s.fail(fmt.Errorf("panic: %v\n%s", reason, stack[:runtime.Stack(stack, false)]))
		}
	}()
	f()
}

func (s *storm) check(err error) {
	if err != nil {
		s.fail(err)
	}
}

func (s *storm) fail(err error) {
	s.t.Helper()
	s.t.Fatalf("seed %d, event %d, window %d x %d, screen %d: %v\nafter %s", s.seed, s.done, s.m.width, s.m.height, s.m.screen, err, strings.Join(s.last, "\n"))
}

func (s *storm) checkMemory() {
	s.t.Helper()
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	if memory.HeapAlloc > mostMemory {
		s.fail(fmt.Errorf("%d MB are alive", memory.HeapAlloc>>20))
	}
}

// fits looks at the screen as the terminal would show it.
func fits(m Model) error {
	view := m.View()
	lines := strings.Split(view, "\n")
	if len(lines) > max(m.height, 1) {
		return fmt.Errorf("%d lines do not fit:\n%s", len(lines), view)
	}
	for _, line := range lines {
		if width := ansi.StringWidth(line); width > m.width {
			return fmt.Errorf("a line of %d cells does not fit: %q", width, line)
		}
		if strings.ContainsFunc(line, clean.Unfit) {
			return fmt.Errorf("a line steers the terminal: %q", line)
		}
	}
	return nil
}

// consistent looks at the answers: each is one that a file could give, and each question on the trail was
// asked once.
func consistent(m Model) error {
	form := decide.Form{AllowDocumentation: true, Domain: m.walk.Answers[decide.Domain], KnownDevice: func(string) bool { return true }}
	for i := range m.walk.Questions.Questions {
		q := &m.walk.Questions.Questions[i]
		value := m.walk.Answers[q.Key]
		if value != "" && !acceptable(q, value, form) {
			return fmt.Errorf("%s is answered %q", q.Name(), value)
		}
	}
	for i, key := range m.trail {
		if slices.Contains(m.trail[:i], key) {
			return fmt.Errorf("%s is on the trail twice: %v", key, m.trail)
		}
	}
	if m.screen == visiting && m.page == nil {
		return errors.New("a page is open and there is none")
	}
	if (m.screen == showing || m.screen == reading || m.screen == saving) && m.result.paper == nil {
		return errors.New("a plan is on the screen and there is none")
	}
	return nil
}

// planIsTheEngines compares, but for the time in which DNS is read again and the plan stays as it was.
func planIsTheEngines(m Model) error {
	if m.screen != showing || m.dns.busy {
		return nil
	}
	want := paper(devicePaper{decide.Decide(decide.Case{Answers: m.answers(), AsOf: m.env.AsOf, Language: m.env.Language}, m.dns.set)})
	if m.walk.Questions == servers.Questions {
		want = serversPaper{servers.Decide(servers.Case{Answers: m.answers(), AsOf: m.env.AsOf, Language: m.env.Language}, m.dns.set)}
	}
	if !reflect.DeepEqual(m.result.paper, want) {
		return errors.New("the plan on the screen is not the engine's")
	}
	return nil
}
