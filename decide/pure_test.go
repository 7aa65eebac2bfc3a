package decide

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// purePackages do no I/O: what they may import is listed, and nothing of it reads a clock or a socket.
var purePackages = []string{".", "clean", "words", "evidence", "spf", "device", "diagnose", "check", "servers"}

var pureImports = []string{
	"bytes", "cmp", "embed", "encoding/base64", "encoding/binary", "encoding/hex", "encoding/json", "errors", "fmt", "io", "iter", "maps", "math",
	"mime/quotedprintable", "html", "net/netip", "path", "regexp", "slices", "sort", "strconv", "strings", "sync", "time", "unicode",
	"unicode/utf16", "unicode/utf8", "unsafe",
	"golang.org/x/net/idna", "golang.org/x/text/unicode/norm",
}

// clockFuncs are what a pure package may not call from package time.
var clockFuncs = []string{"Now", "Since", "Until", "Sleep", "After", "Tick", "NewTimer", "NewTicker"}

func TestThePureStayPure(t *testing.T) {
	for _, dir := range purePackages {
		for path, file := range sources(t, dir) {
			for _, spec := range file.Imports {
				name, _ := strconv.Unquote(spec.Path.Value)
				inside := strings.HasPrefix(name, "sendpath/decide") && !strings.HasPrefix(name, "sendpath/decide/probe")
				if !inside && !slices.Contains(pureImports, name) {
					t.Errorf("%s imports %s", path, name)
				}
			}
			ast.Inspect(file, func(n ast.Node) bool {
				sel, ok := n.(*ast.SelectorExpr)
				if ok && isIdent(sel.X, "time") && slices.Contains(clockFuncs, sel.Sel.Name) {
					t.Errorf("%s reads the clock: time.%s", path, sel.Sel.Name)
				}
				return true
			})
		}
	}
}

func isIdent(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// sources parses a package's files, without its tests.
func sources(t *testing.T, dir string) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files[path] = file
	}
	return files
}

func TestOnlyProbesOpenSockets(t *testing.T) {
	for _, dir := range []string{"../render"} {
		for path, file := range sources(t, dir) {
			for _, spec := range file.Imports {
				name, _ := strconv.Unquote(spec.Path.Value)
				if name == "net" || name == "net/http" || strings.HasPrefix(name, "github.com/charmbracelet") || strings.HasPrefix(name, "sendpath/ui") {
					t.Errorf("%s imports %s", path, name)
				}
			}
		}
	}
}
