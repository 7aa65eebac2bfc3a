package listen

import (
	"net"
	"net/netip"
	"testing"

	"sendpath/decide/crash"
)

// A panic in a session ends the server, and is one of who runs it.
func TestAPanicReachesWhoListens(t *testing.T) {
	server, err := Listen(t.Context(), Config{
		Addr: netip.MustParseAddrPort("127.0.0.1:0"), Events: func(Event) { panic("no such luck") },
	})
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		if conn, err := net.Dial("tcp", server.plain.Addr().String()); err == nil {
			conn.Write([]byte("EHLO device.example.com\r\n"))
			conn.Close()
		}
	}()
	defer func() {
		if broken := crash.Of(recover()); broken == nil || len(broken.Places) == 0 {
			t.Errorf("%v", broken)
		}
	}()
	server.Run(t.Context())
}
