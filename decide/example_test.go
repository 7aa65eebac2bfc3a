package decide_test

import (
	"fmt"

	"sendpath/decide"
	"sendpath/decide/evidence"
)

// A printer that signs in, before anybody asked DNS: the plan stands, and says that it is not all known.
func ExampleDecide() {
	var answers decide.Answers
	answers[decide.Domain] = "contoso.com"
	answers[decide.Login] = decide.LoginPassword
	answers[decide.TLS] = decide.TLS12
	answers[decide.Sender] = "scanner@contoso.com"

	plan := decide.Decide(decide.Case{Answers: answers, AsOf: "2026-11-21"}, nil)
	fmt.Println(plan.Headline)
	for _, setting := range plan.Device {
		fmt.Printf("%s: %s\n", setting.Setting, setting.Value)
	}
	for _, assumed := range plan.Assumed[:1] {
		fmt.Printf("assumed: %s is %s\n", assumed.Question, assumed.Value)
	}
	// Output:
	// Let the device sign in as scanner@contoso.com at smtp.office365.com, port 587, with the mailbox's password.
	// server: smtp.office365.com
	// port: 587
	// encryption: starttls
	// authentication: on
	// username: scanner@contoso.com
	// password: <password of the mailbox>
	// sender: scanner@contoso.com
	// assumed: own_server is no
}

// What the engine wants to know from DNS is a list of questions. Whoever can reach DNS asks them.
func ExampleObserve() {
	var answers decide.Answers
	answers[decide.Domain] = "contoso.com"
	look := evidence.Set{}.Look()
	decide.Observe(decide.Case{Answers: answers, AsOf: "2026-11-21"}, look)
	for _, question := range look.Missing() {
		fmt.Println(question)
	}
	// Output:
	// mx contoso.com
	// txt _dmarc.contoso.com
	// ns contoso.com
	// txt contoso.com
	// txt spf.protection.outlook.com
}

// The wizard asks what is pending, and stops when nothing is.
func ExampleWalk() {
	walk := decide.Walk{Questions: decide.Device, Asked: map[decide.Key]bool{}, Known: map[decide.Key]bool{}, AsOf: "2026-11-21"}
	answer := func(key decide.Key, value string) {
		walk.Answers, walk.Asked[key] = walk.Answers.With(key, value), true
	}
	answer(decide.OwnServer, decide.No)
	fmt.Println("certificate asked for at first:", walk.Relevant(decide.CertificateName))
	answer(decide.Login, decide.LoginNone)
	answer(decide.Certificate, decide.Yes)
	fmt.Println("and with a certificate:", walk.Relevant(decide.CertificateName))
	fmt.Println("next:", walk.Pending()[0].Key)
	// Output:
	// certificate asked for at first: false
	// and with a certificate: true
	// next: domain
}
