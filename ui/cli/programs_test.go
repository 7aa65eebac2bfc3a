package cli

import (
	"go/ast"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sendpath/decide"
)

// allowed are the programs that sendpath starts, each with its fixed arguments.
var allowed = map[string]bool{`"tmux" "load-buffer" "-w" "-"`: true, `"/usr/sbin/scutil" "--dns"`: true}

// No text becomes a program, an argument or a line for a shell: what sendpath starts stands in its source.
func TestNoTextBecomesACommand(t *testing.T) {
	found := 0
	for path, file := range productSources(t) {
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ImportSpec); ok && (spec.Path.Value == `"plugin"` || spec.Path.Value == `"C"`) {
				t.Errorf("%s imports %s", path, spec.Path.Value)
			}
			call, ok := n.(*ast.CallExpr)
			if !ok || !startsProgram(call.Fun) {
				return true
			}
			var words []string
			for _, arg := range call.Args {
				if literal, ok := arg.(*ast.BasicLit); ok {
					words = append(words, literal.Value)
				} else if name, ok := arg.(*ast.Ident); !ok || name.Name != "ctx" {
					words = append(words, "?")
				}
			}
			if line := strings.Join(words, " "); !allowed[line] {
				t.Errorf("%s starts %s", path, line)
			}
			found++
			return true
		})
	}
	if found != len(allowed) {
		t.Errorf("%d programs are started, %d are allowed", found, len(allowed))
	}
}

func startsProgram(fun ast.Expr) bool {
	call, ok := fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	of, ok := call.X.(*ast.Ident)
	return ok && (of.Name == "exec" && strings.HasPrefix(call.Sel.Name, "Command") || of.Name == "os" && call.Sel.Name == "StartProcess" ||
		(of.Name == "syscall" || of.Name == "unix") && (call.Sel.Name == "Exec" || call.Sel.Name == "ForkExec"))
}

// productSources parses what the program consists of: no tests, and nothing that is only for tests.
func productSources(t *testing.T) map[string]*ast.File {
	t.Helper()
	product := map[string]*ast.File{}
	for path, source := range sources(t, "../..") {
		if !strings.HasSuffix(path, "_test.go") && !strings.Contains(path, "/probetest/") && !strings.HasPrefix(path, "../../.") {
			product[path] = source.file
		}
	}
	if len(product) < 100 {
		t.Fatalf("%d files", len(product))
	}
	return product
}

// A file that is named after a domain lands in its folder, whatever the domain's name was.
func TestNoDomainLeavesTheFolder(t *testing.T) {
	for _, text := range []string{
		"contoso.com", "../../etc/passwd", "..\\..\\x.com", "a/../../b.com", "/etc/cron.d/x.com", "c:x.com", "c:\\x.com", "\\\\host\\share.com",
		"..", "...", "a..com", ".com", "x.com\x00.txt", "%2e%2e/x.com", "\uff0e\uff0e/x.com", "x\u2215y.com", "~/x.com", "$HOME.com", "con.com", "x.com:stream",
		strings.Repeat("a.", 120) + "com",
	} {
		reading, err := decide.ParseDomain(text)
		if err != nil {
			continue
		}
		name := "1-" + fileName(reading.Value) + ".json"
		if filepath.Base(name) != name || !filepath.IsLocal(name) || strings.ContainsAny(name, `/\:`+string(os.PathSeparator)) || len(name) > 255 {
			t.Errorf("%q becomes the file %q", text, name)
		}
	}
}
