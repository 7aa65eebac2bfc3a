package batch_test

import (
	"fmt"
	"io"
	"strings"

	"sendpath/decide"
	"sendpath/ui/batch"
)

// One row cannot spoil another: each has its own answers and its own problems.
func ExampleRows() {
	customers := strings.NewReader("domain,login,tls\ncontoso.com,password,1.2\nexample.com,sometimes,1.2\n")
	rows, problems, err := batch.OpenRows(customers, decide.Device)
	if err != nil || len(problems) > 0 {
		fmt.Println(problems, err)
		return
	}
	for {
		row, err := rows.Next()
		if err == io.EOF {
			return
		}
		answers, _, problems := batch.Read(row.Entries, decide.Form{})
		if len(problems) > 0 {
			fmt.Println(problems)
			continue
		}
		fmt.Printf("row %d: %s signs in with a %s\n", row.Number, answers[decide.Domain], answers[decide.Login])
	}
	// Output:
	// row 2: contoso.com signs in with a password
	// login: found "sometimes"; allowed: oauth, password, none, unknown
}

// An answers file is YAML or JSON. Nothing is guessed: each key and value is one of "sendpath questions".
func ExampleReadFile() {
	file, problems, err := batch.ReadFile(strings.NewReader("domain: contoso.com\ntls: \"1.2\"\ncolour: blue\n"), "answers.yaml", decide.Device)
	fmt.Println(len(file.Entries), "entries", err)
	fmt.Println(problems)
	// Output:
	// 2 entries <nil>
	// answers.yaml:3: colour: unknown key; did you mean cloud?
}
