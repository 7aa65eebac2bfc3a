package listen

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// allowedImports are what the package may use. None of them but net and crypto/tls can open a connection,
// and of those two only the names in allowedNames are used.
var allowedImports = []string{
	"bytes", "context", "crypto", "crypto/ecdsa", "crypto/elliptic", "crypto/rand", "crypto/rsa", "crypto/tls",
	"crypto/x509", "crypto/x509/pkix", "encoding/base64", "errors", "fmt", "io", "io/fs", "math/big", "net",
	"net/netip", "slices", "strconv", "strings", "sync", "sync/atomic", "time", "unicode", "unicode/utf8",
	"sendpath/decide/clean", "sendpath/decide/crash", "sendpath/decide/words",
}

var allowedNames = map[string][]string{
	"net": {"Addr", "Conn", "ErrClosed", "Error", "FlagUp", "IP", "Interfaces", "JoinHostPort", "ListenConfig", "Listener", "OpError"},
	"tls": {"Certificate", "CipherSuiteName", "CipherSuites", "ClientHelloInfo", "Config", "ConnectionState",
		"InsecureCipherSuites", "Server", "VersionTLS10", "VersionTLS11", "VersionTLS12", "VersionTLS13"},
}

// The package relays nothing because it cannot: nothing in it opens a connection.
func TestNoOutgoingConnections(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	parsed := 0
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), e.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		parsed++
		checkImports(t, file)
		checkNames(t, file)
	}
	if parsed < 10 {
		t.Errorf("only %d files were looked at", parsed)
	}
}

func checkImports(t *testing.T, file *ast.File) {
	t.Helper()
	for _, spec := range file.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		if !slices.Contains(allowedImports, path) || spec.Name != nil {
			t.Errorf("%s is imported", path)
		}
	}
}

func checkNames(t *testing.T, file *ast.File) {
	t.Helper()
	ast.Inspect(file, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if strings.HasPrefix(selector.Sel.Name, "Dial") {
			t.Errorf("%s is used", selector.Sel.Name)
		}
		base, ok := selector.X.(*ast.Ident)
		if !ok || base.Obj != nil { // a local variable, not a package
			return true
		}
		if allowed, ok := allowedNames[base.Name]; ok && !slices.Contains(allowed, selector.Sel.Name) {
			t.Errorf("%s.%s is used", base.Name, selector.Sel.Name)
		}
		return true
	})
}
