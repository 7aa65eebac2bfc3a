// Gosec runs the checks of github.com/securego/gosec over folders and fails where one finds something that is
// not argued below, or where nothing needs an argument any more. The module's own command asks language
// models for advice; what it needs for that takes minutes to build, and the proxy lacks a part of it.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/securego/gosec/v2"
	"github.com/securego/gosec/v2/analyzers"
	"github.com/securego/gosec/v2/rules"
)

// An exception is a finding that is right about the source and wrong about the danger.
type exception struct {
	rule string
	path string // what the file's path begins with, "" for all
	why  string
}

var exceptions = []exception{
	{"G104", "", "what is not looked at cannot fail (writing to memory), or nobody can act on it (closing what was read, deadlines of a closed connection, a terminal that is gone)"},
	{"G101", "decide/diagnose/redact.go", "the prompt of AUTH LOGIN, not a password"},
	{"G101", "decide/diagnose/setup.go", "texts about passwords"},
	{"G101", "decide/probe/demo/refusals.go", "replies about passwords"},
	{"G101", "decide/probe/listen/auth.go", "the prompt of AUTH LOGIN, not a password"},
	{"G101", "decide/spf/", "texts in which SPF passes"},
	{"G101", "render/localrelaypostfix.go", "the path of a file that the reader makes"},
	{"G115", "decide/diagnose/decode.go", "two hexadecimal digits are one octet"},
	{"G115", "decide/probe/listen/hello.go", "numbers of two octets, as their readers bound them"},
	{"G115", "decide/probe/resolve/presentation.go", "bounded in the line before"},
	{"G115", "decide/probe/resolve/round.go", "an index of the resolvers, of which there are a few"},
	{"G115", "ui/batch/csv.go", "a comma or a semicolon"},
	{"G115", "ui/furnished.go", "the number of a choice"},
	{"G203", "render/", "the page's own style and script, embedded when it is built; the policy names them by their digest"},
	{"G204", "decide/probe/probetest/", "tests only: the servers that they start"},
	{"G301", "decide/probe/probetest/", "tests only: Postfix runs under another user"},
	{"G301", "ui/cli/", "folders for the user's results: the umask decides"},
	{"G302", "decide/probe/probetest/", "tests only: Postfix runs under another user"},
	{"G302", "ui/", "the user's results: the umask decides; TestWrittenFilesObeyTheUmaskAndFollowNoLink"},
	{"G304", "decide/probe/probetest/", "tests only: their own data"},
	{"G304", "decide/probe/resolve/resolvconf.go", "the system's list of resolvers"},
	{"G304", "ui/", "the files that the user names, under the rights of the user"},
	{"G306", "decide/probe/probetest/", "tests only: zones that a name server under another user reads"},
	{"G402", "decide/probe/listen/certificate.go", "it listens to find out how old a device is; nothing secret is kept of it"},
	{"G402", "decide/probe/smtp/tls.go", "the certificate is judged after the handshake, so that it can be described; a secret follows only a good one: TestSendStops"},
}

func main() {
	log.SetFlags(0)
	root, err := os.Getwd()
	if err != nil {
		log.Fatal(err)
	}
	checks := gosec.NewAnalyzer(gosec.NewConfig(), false, false, false, 2, log.New(io.Discard, "", 0))
	checks.LoadRules(rules.Generate(false).RulesInfo())
	checks.LoadAnalyzers(analyzers.Generate(false).AnalyzersInfo())
	if err := checks.Process(nil, os.Args[1:]...); err != nil {
		log.Fatal(err)
	}
	found, metrics, failures := checks.Report()
	wrong, right, needed := len(failures), 0, map[exception]bool{}
	for file, all := range failures {
		fmt.Printf("%s: %v\n", file, all)
	}
	for _, i := range found {
		path, err := filepath.Rel(root, i.File)
		if err != nil {
			path = i.File
		}
		if e, ok := argued(i.RuleID, path); ok {
			needed[e] = true
			right++
			continue
		}
		fmt.Printf("%s:%s: %s: %s\n", path, i.Line, i.RuleID, i.What)
		wrong++
	}
	for _, e := range exceptions {
		if !needed[e] {
			fmt.Printf("%s in %q: nothing needs this exception any more\n", e.rule, e.path)
			wrong++
		}
	}
	fmt.Printf("gosec: %d files, %d findings are argued, %d are wrong\n", metrics.NumFiles, right, wrong)
	if wrong > 0 {
		os.Exit(1)
	}
}

func argued(rule, path string) (exception, bool) {
	for _, e := range exceptions {
		if e.rule == rule && strings.HasPrefix(path, e.path) {
			return e, true
		}
	}
	return exception{}, false
}
