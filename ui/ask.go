package ui

import (
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide"
	"sendpath/decide/device"
	"sendpath/decide/words"
)

// askState is the question on the screen.
type askState struct {
	key     decide.Key
	changed bool // it was opened from the review, and returns there
	cursor  int
	// byNumber says that the question before was answered by a digit or letter, and no key came since: enter
	// may still belong to that one, as plain prompts want it. Where a text is offered, and in the review,
	// enter is what people press next on purpose; it counts there.
	byNumber bool
	input    textinput.Model
	tried    bool // enter was pressed on a text that is not an answer
	found    []device.Profile
}

// maxTyped bounds a text field, in characters; the longest answer, a list of addresses, has about 3000.
const maxTyped = 4000

// question returns the question on the screen.
func (m Model) question() *decide.Question { return m.walk.Questions.ByKey(m.ask.key) }

// next shows the first question that is still to be asked, or the review.
func (m Model) next() Model {
	if pending := m.walk.Pending(); len(pending) > 0 {
		return m.put(pending[0].Key)
	}
	return m.openReview("")
}

// put shows a question with the answer it has, or the one that is most likely.
func (m Model) put(key decide.Key) Model {
	q := m.walk.Questions.ByKey(key)
	m.screen = asking
	m.ask = askState{key: key}
	value := m.walk.Answers[key]
	if value == "" && q.Assume != nil && key != decide.DeviceID {
		value = q.Assume(&m.walk.Answers, m.walk.AsOf)
	}
	switch {
	case q.Choices != nil:
		m.ask.cursor = m.firstMark(q, value)
	case key == decide.DeviceID:
		m.ask.input = m.newInput("")
		m = m.search()
		m.ask.cursor = max(0, slices.IndexFunc(m.ask.found, func(p device.Profile) bool { return p.ID == value }))
	default:
		if offer, why := m.offered(key); value == "" && offer != "" {
			value, m.status = offer, why
		}
		m.ask.input = m.newInput(value)
	}
	return m
}

// firstMark is the choice that is marked at first: the answer there is, the one that is chosen for most
// people, else the first.
func (m Model) firstMark(q *decide.Question, value string) int {
	if m.walk.Answers[q.Key] == "" && q.Asked != decide.Prefilled {
		return 0
	}
	return max(0, slices.Index(q.Values(), value))
}

func (m Model) newInput(value string) textinput.Model {
	in := textinput.New()
	in.Prompt = ""
	in.CharLimit = maxTyped
	in.KeyMap.CharacterForward.SetKeys("right")
	in.KeyMap.DeleteCharacterForward.SetKeys("delete")
	in.KeyMap.DeleteWordForward.SetEnabled(false) // it panics where the cursor is on the last letter
	in.KeyMap.Paste.SetEnabled(false)             // the terminal pastes; reading the clipboard would block a key
	in.Cursor.SetMode(1)                          // static: nothing blinks
	in.TextStyle, in.Cursor.TextStyle = m.styles.strong, m.styles.strong
	in.Cursor.Style = m.styles.cursor
	in.Width = m.fieldWidth()
	in.SetValue(value)
	in.Focus()
	return in
}

// fieldWidth is the room of a text field: its column without the prompt, the cursor and a blank.
func (m Model) fieldWidth() int {
	column := m.width
	if m.screen == asking && !m.narrow() {
		column -= panelWidth + panelGap
	}
	return max(column-5, 5)
}

// refit gives a text field another width and keeps its cursor in sight.
func refit(in textinput.Model, width int) textinput.Model {
	at := in.Position()
	in.Width = width
	in.CursorEnd()
	in.SetCursor(at)
	return in
}

// reading is what was understood of the text so far.
func (m Model) reading() (decide.Reading, error) {
	q := m.question()
	text := m.ask.input.Value()
	if strings.TrimSpace(text) == "" && q.Asked != decide.Required {
		return decide.Reading{}, nil
	}
	form := decide.Form{Domain: m.walk.Answers[decide.Domain], AllowDocumentation: m.env.AllowDocumentation}
	return q.Parse(text, form)
}

// answer takes the answer to the question on the screen and goes on.
func (m Model) answer(value string) (Model, tea.Cmd) {
	before := m.walk
	key := m.ask.key
	m.result = resultState{}
	m = m.record(key, value, fromYou)
	if !slices.Contains(m.trail, key) {
		m.trail = append(slices.Clip(m.trail), key)
	}
	note := ""
	var cmd tea.Cmd
	if key == m.job().domains() && (value != before.Answers[key] || m.domain() != m.dns.domain) {
		m, note = m.leaveDomain()
		m, cmd = m.readDNS()
	}
	if key == decide.Cloud {
		m, cmd = m.moveToCloud()
	}
	if m.ask.changed {
		m = m.backToReview(joinSentences(note, m.consequence(before)))
	} else {
		m = m.next()
		m.status = joinSentences(note, m.status)
	}
	return m, tea.Batch(cmd, m.keep())
}

// leaveDomain gives up the answers that lie in the domain before.
func (m Model) leaveDomain() (Model, string) {
	domain := m.walk.Answers[decide.Domain]
	sender := m.walk.Answers[decide.Sender]
	if sender == "" || strings.HasSuffix(sender, "@"+domain) {
		return m, ""
	}
	m.walk.Answers[decide.Sender] = ""
	m = m.unask(decide.Sender)
	m.trail = slices.DeleteFunc(slices.Clone(m.trail), func(k decide.Key) bool { return k == decide.Sender })
	return m, m.say("The sender %s is not in the new domain, so it is asked again.", sender)
}

func joinSentences(sentences ...string) string {
	return strings.TrimSpace(strings.Join(sentences, " "))
}

// back shows the question before with its answer. What was answered later is kept and offered again.
func (m Model) back() Model {
	if m.ask.changed {
		return m.backToReview("")
	}
	for len(m.trail) > 0 {
		last := m.trail[len(m.trail)-1]
		m.trail = slices.Clone(m.trail[:len(m.trail)-1])
		m = m.unask(last)
		if m.relevant(last) {
			return m.put(last)
		}
	}
	m.start = m.newStart()
	m.screen = starting
	return m
}

// relevant reports whether a question matters with the answers so far.
func (m Model) relevant(key decide.Key) bool { return m.walk.Relevant(key) }

// progress counts the question on the screen among all that there are for now.
func (m Model) progress() (number, total int) {
	for _, key := range m.trail {
		if m.relevant(key) && m.sources[key] != fromBefore {
			number++
		}
	}
	total = number + len(m.walk.Pending())
	if m.ask.changed {
		return 0, total
	}
	return number + 1, max(total, number+1)
}

// failure says in the user's language why a text is not an answer.
func (m Model) failure(err error) string {
	if s, ok := err.(words.Sentence); ok {
		return s.In(m.env.Language)
	}
	return err.Error()
}
