package listen

import "slices"

// A Report is what a run of the server saw. As JSON it is what `listen --json` prints.
type Report struct {
	Sessions []Session `json:"sessions"` // in the order in which they began
	Answers  Answers   `json:"answers"`
	Refused  int       `json:"refused,omitempty"`  // connections turned away or dropped because of their number
	NotKept  int       `json:"not_kept,omitempty"` // sessions that were seen but not kept because of their number
	Findings Findings  `json:"-"`                  // the same in words, for the screen
}

// Report returns what was seen so far.
func (s *Server) Report() Report {
	s.mu.Lock()
	sessions, refused, notKept := s.journal.copy()
	s.mu.Unlock()
	slices.SortStableFunc(sessions, func(a, b Session) int { return a.At.Compare(b.At) })
	findings := learn(sessions)
	return Report{
		Sessions: sessions,
		Answers:  findings.values(),
		Refused:  refused,
		NotKept:  notKept,
		Findings: findings,
	}
}

// A journal keeps sessions, a bounded number of them. When it is full, a session that taught nothing gives
// way, so that a flood of rubbish does not hide the device.
type journal struct {
	limit    int
	sessions []Session
	refused  int
	notKept  int
}

func (j *journal) add(s Session) {
	if len(j.sessions) < j.limit {
		j.sessions = append(j.sessions, s)
		return
	}
	j.notKept++
	if !s.taught() {
		return
	}
	for i := range j.sessions {
		if !j.sessions[i].taught() {
			j.sessions = append(slices.Delete(j.sessions, i, i+1), s)
			return
		}
	}
}

func (j *journal) copy() ([]Session, int, int) {
	return append([]Session{}, j.sessions...), j.refused, j.notKept
}
