package plain

import (
	"sendpath/decide"
	"sendpath/decide/check"
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
	s.survey, s.beside, s.seen, s.tried = survey, nil, nil, nil
	s.Talk.Unlearn()
	go func() {
		survey <- crash.Try(func() decide.Survey { return s.Survey(s.ctx, answers) })
	}()
}

// question returns the question to ask now. One is asked while DNS is read; the next waits for it, so
// that the order does not depend on how fast DNS is.
func (s *session) question() *decide.Question {
	q := s.Talk.Question()
	if s.survey == nil || s.seen != nil {
		return s.unlessTried(q)
	}
	if q != nil && (s.beside == nil || s.beside == q) {
		s.beside = q
		return q
	}
	survey := (<-s.survey)()
	s.seen = &survey
	s.settleCloud()
	s.tryServers()
	return s.unlessTried(s.Talk.Question())
}

// tryServers starts looking at the servers, beside the questions.
func (s *session) tryServers() {
	if s.Try == nil || !s.seen.Exists || s.Talk.Set() != decide.Device.Name {
		return
	}
	answers := s.Talk.Answers()
	tried := make(chan func() []check.Learned, 1)
	s.tried = tried
	go func() {
		tried <- crash.Try(func() []check.Learned { return s.Try(s.ctx, answers) })
	}()
}

// unlessTried returns the question to ask in the place of one that a look at the servers answers: these come
// late, and wait for it.
func (s *session) unlessTried(q *decide.Question) *decide.Question {
	if q == nil || q.Asked != decide.FromProbe || s.tried == nil {
		return q
	}
	learned := (<-s.tried)()
	s.tried = nil
	for _, l := range learned {
		if of := decide.Device.ByKey(l.Key); of.Asked == decide.FromProbe && !l.Contradicts() {
			s.Talk.Learn(l.Key, l.Value)
		}
	}
	return s.Talk.Question()
}

// settleCloud makes the cloud a question where DNS leaves it open. Names under office365.us serve two
// clouds.
func (s *session) settleCloud() {
	cloud := s.seen.Endpoint.Cloud
	s.Talk.Suggest(decide.Cloud, cloud)
	s.Talk.Know(decide.Cloud, cloud != "" && cloud != decide.GCCHigh)
}
