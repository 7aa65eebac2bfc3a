package batch

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"sendpath/decide"
)

// readRows returns a line for each row: its number, then its cells or problems.
func readRows(t testing.TB, text string) (rows []Row, header Problems) {
	t.Helper()
	reader, header, err := OpenRows(strings.NewReader(text), decide.Device)
	if err != nil {
		t.Fatal(err)
	}
	if len(header) > 0 {
		return nil, header
	}
	for {
		row, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
}

func TestRows(t *testing.T) {
	const text = "\ufeffcustomer;domain;public_ips\r\n" +
		"\r\n" +
		"\"Contoso;\r\n\"\"Ltd\"\"\";contoso.com;\"192.0.2.1;192.0.2.2\"\r\n" +
		"too;few\r\n" +
		"quo\"te;contoso.com;\r\n" +
		"\"quote\" behind;contoso.com;\r\n" +
		"latin\xe9;contoso.com;\r\n" +
		";;\r\n" +
		"\"never closed;contoso.com;\r\n" +
		"last;example.com;"
	rows, _ := readRows(t, text)
	want := []struct {
		number  int
		entries []string
		problem string
	}{
		{2, []string{"customer=Contoso;\n\"Ltd\"", "domain=contoso.com", "public_ips=192.0.2.1;192.0.2.2"}, ""},
		{3, nil, "2 cells, the header has 3"},
		{4, nil, "quotation marks"},
		{5, nil, "quotation marks"},
		{6, nil, "not UTF-8"},
		{7, nil, ""},
		{8, nil, "none closes it"},
		{9, []string{"customer=last", "domain=example.com"}, ""},
	}
	if len(rows) != len(want) {
		t.Fatalf("%d rows, want %d: %+v", len(rows), len(want), rows)
	}
	for i, w := range want {
		r := rows[i]
		if r.Number != w.number || !slices.Equal(texts(r.Entries), w.entries) || !strings.Contains(r.Problems.Error(), w.problem) || (w.problem == "") != (len(r.Problems) == 0) {
			t.Errorf("row %d: %q, problems %v; want %+v", r.Number, texts(r.Entries), r.Problems, w)
		}
	}
}

func TestHeaders(t *testing.T) {
	tests := []struct{ header, want string }{
		{"", "the file is empty"},
		{"customer,tls\n", "domain: the column is missing"},
		{"domain,domain\n", "domain: the column stands there twice"},
		{"domain,tsl\n", "tsl: unknown column; did you mean tls?"},
		{"domain,Passwort\n", "never holds a password"},
		{"domain,\n", "unknown column"},
		{"domain;tls,1\n", "unknown column"},
		{"dom\"ain\n", "quotation marks"},
		{"\xff\xfed\x00o\x00\n", "not UTF-8"},
		{strings.Repeat("x", 2*maxRecord) + "\n", "longer than"},
	}
	for _, tt := range tests {
		_, problems := readRows(t, tt.header)
		if !strings.Contains(problems.Error(), tt.want) {
			t.Errorf("%.40q: %v, want %q", tt.header, problems, tt.want)
		}
	}
}

// A row that is too long, or a quote that nothing closes for too long, costs one row and little memory.
func TestRowsThatAreTooLong(t *testing.T) {
	long := strings.Repeat("x", 3*maxRecord)
	for _, bad := range []string{"customer " + long + ",a.example", "\"open,a.example\n" + strings.Repeat("c,b.example\n", 2) + long + ",d.example"} {
		rows, _ := readRows(t, "customer,domain\n"+bad+"\nlast,contoso.com\n")
		last := rows[len(rows)-1]
		if len(rows[0].Problems) == 0 || len(last.Problems) > 0 || !slices.Equal(texts(last.Entries), []string{"customer=last", "domain=contoso.com"}) {
			t.Errorf("rows %+v", rows)
		}
	}
}

// FuzzRowsComeBack: cells that are written by the book are read as they were.
func FuzzRowsComeBack(f *testing.F) {
	f.Add("Contoso \"A\" Ltd", "contoso.com", "a\nb", true)
	f.Add(";", ",", "'", false)
	f.Fuzz(func(t *testing.T, customer, domain, sender string, semicolons bool) {
		cells := []string{customer, domain, sender}
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		if semicolons {
			w.Comma = ';'
		}
		w.Write([]string{"customer", "domain", "sender"})
		w.Write(cells)
		w.Flush()
		if !utf8.Valid(b.Bytes()) || strings.Contains(b.String(), "\r") || strings.TrimFunc(customer+domain+sender, isBlank) == "" {
			t.Skip()
		}
		rows, problems := readRows(t, b.String())
		if len(problems) > 0 || len(rows) != 1 || len(rows[0].Problems) > 0 {
			t.Fatalf("%q: %v %+v", b.String(), problems, rows)
		}
		for i, key := range []decide.Key{decide.Customer, decide.Domain, decide.Sender} {
			if got := entryOf(rows[0], key); got != cells[i] && strings.TrimFunc(cells[i], isBlank) != "" {
				t.Errorf("%s: %q, want %q", key, got, cells[i])
			}
		}
	})
}

func entryOf(row Row, key decide.Key) string {
	for _, e := range row.Entries {
		if e.Question.Key == key {
			return e.Text
		}
	}
	return ""
}

// FuzzBadRowsStayAlone: whatever one line holds, the row behind it is read.
func FuzzBadRowsStayAlone(f *testing.F) {
	f.Add([]byte("\"open"))
	f.Add([]byte("a,b\"c,d"))
	f.Add([]byte("\xff\x00,\x1b"))
	f.Fuzz(func(t *testing.T, bad []byte) {
		line := strings.NewReplacer("\n", "", "\r", "").Replace(string(bad))
		rows, _ := readRows(t, "customer,domain\n"+line+"\nlast,contoso.com\n")
		if len(rows) == 0 || !slices.Equal(texts(rows[len(rows)-1].Entries), []string{"customer=last", "domain=contoso.com"}) {
			t.Errorf("%q: %+v", line, rows)
		}
	})
}
