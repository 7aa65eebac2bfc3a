package demo

import (
	"encoding/base64"
	"strings"
)

// auth lets a client sign in, at a submission server and after TLS only.
func (s *session) auth(argument string) error {
	mechanism, _, _ := strings.Cut(strings.ToUpper(argument), " ")
	switch {
	case s.host.role == submission && s.secure && mechanism == "LOGIN":
		return s.login()
	case s.host.role == submission && s.secure && mechanism == "XOAUTH2":
		return s.xoauth2()
	}
	return s.refuse(otherMechanism)
}

func (s *session) login() error {
	user, err := s.challenge("Username:")
	if err != nil {
		return err
	}
	password, err := s.challenge("Password:")
	if err != nil {
		return err
	}
	return s.admit(user, byPassword(user, password))
}

// xoauth2 reads "user=<address>^Aauth=Bearer <token>^A^A". A refused token is told in a challenge first;
// the refusal comes when that is answered.
func (s *session) xoauth2() error {
	response, err := s.challenge("")
	if err != nil {
		return err
	}
	fields := strings.Split(response, "\x01")
	user := strings.TrimPrefix(fields[0], "user=")
	token := ""
	if len(fields) > 1 {
		token = strings.TrimPrefix(fields[1], "auth=Bearer ")
	}
	no := byToken(user, token)
	if no == noSuchAccount {
		if _, err := s.challenge(`{"status":"400","schemes":"Bearer"}`); err != nil {
			return err
		}
	}
	return s.admit(user, no)
}

func (s *session) admit(user string, no refusal) error {
	if no != "" {
		return s.refuse(no)
	}
	s.user = user
	return s.say("235 2.7.0 Authentication successful")
}

// challenge asks and returns the answer.
func (s *session) challenge(text string) (string, error) {
	if err := s.say("334 " + base64.StdEncoding.EncodeToString([]byte(text))); err != nil {
		return "", err
	}
	line, err := s.line()
	if err != nil {
		return "", err
	}
	answer, err := base64.StdEncoding.DecodeString(line)
	return string(answer), err
}

// byPassword judges a sign-in with LOGIN: "" lets it through. Any password but one is right.
func byPassword(user, password string) refusal {
	local, domain := split(user)
	t := tenantOf(domain)
	switch {
	case t == nil:
		return noSuchAccount
	case t.signIn != "":
		return t.signIn
	case mailboxes[local] != "":
		return mailboxes[local]
	case password == wrongSecret:
		return wrongPassword
	}
	return ""
}

// byToken judges a sign-in with XOAUTH2. It needs SMTP AUTH to be on as well, but not passwords.
func byToken(user, token string) refusal {
	local, domain := split(user)
	t := tenantOf(domain)
	switch {
	case t == nil, token == wrongSecret:
		return noSuchAccount
	case t.signIn != "":
		return t.signIn
	case mailboxes[local] == offForMailbox:
		return offForMailbox
	}
	return ""
}
