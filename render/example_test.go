package render_test

import (
	"fmt"
	"os"
	"strings"

	"sendpath/decide"
	"sendpath/render"
)

func printer() decide.Plan {
	var answers decide.Answers
	answers[decide.Domain] = "contoso.com"
	answers[decide.Login] = decide.LoginPassword
	answers[decide.TLS] = decide.TLS12
	answers[decide.Sender] = "scanner@contoso.com"
	return decide.Decide(decide.Case{Answers: answers, AsOf: "2026-11-21"}, nil)
}

// A program takes JSON or CSV; whoever stands at the device takes text, Markdown or HTML.
func ExampleWrite() {
	var b strings.Builder
	if err := render.Write(&b, render.Markdown, printer(), nil); err != nil {
		fmt.Println(err)
	}
	_, device, _ := strings.Cut(b.String(), "\n- ")
	device, _, _ = strings.Cut(device, "\n  - ")
	fmt.Println("- " + device)
	// Output:
	// - **Domain:** contoso.com
	// - **Method:** SMTP AUTH client submission (signs in with a password)
	// - **How sure:** an answer that was left open could change the method: see what was assumed
	// - **Day:** 2026-11-21
	//
	// ## Type this into the device
	//
	// The names of the fields are general ones: your device may call them otherwise.
	//
	// Behind each value stands where it comes from: "you" is whoever answered the questions.
	//
	// - **SMTP server:** `smtp.office365.com` (Microsoft 365)
	// - **Port:** `587` (Microsoft 365)
	// - **TLS/StartTLS:** `STARTTLS` (you)
}

// A format that does not exist is an error, and nothing is written.
func ExampleWrite_unknownFormat() {
	fmt.Println(render.Write(os.Stdout, "docx", printer(), nil))
	// Output:
	// no format "docx"
}
