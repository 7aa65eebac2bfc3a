package plain

import (
	"sendpath/decide"
	"sendpath/decide/crash"
)

// readDNS starts reading the domain of the answers, beside the questions.
func (s *session) readDNS() {
	s.Talk.Know(decide.Cloud, true)
	answers := s.Talk.Answers()
	if s.Survey == nil || answers[decide.Domain] == "" {
		return
	}
	survey := make(chan func() decide.Survey, 1)
	s.survey, s.beside, s.seen = survey, nil, nil
	go func() {
		survey <- crash.Try(func() decide.Survey { return s.Survey(s.ctx, answers) })
	}()
}

// question returns the question to ask now. One is asked while DNS is read; the next waits for it, so
// that the order does not depend on how fast DNS is.
func (s *session) question() *decide.Question {
	q := s.Talk.Question()
	if s.survey == nil || s.seen != nil {
		return q
	}
	if q != nil && (s.beside == nil || s.beside == q) {
		s.beside = q
		return q
	}
	survey := (<-s.survey)()
	s.seen = &survey
	s.settleCloud()
	return s.Talk.Question()
}

// settleCloud makes the cloud a question where DNS leaves it open. Names under office365.us serve two
// clouds.
func (s *session) settleCloud() {
	cloud := s.seen.Endpoint.Cloud
	s.Talk.Suggest(decide.Cloud, cloud)
	s.Talk.Know(decide.Cloud, cloud != "" && cloud != decide.GCCHigh)
}
