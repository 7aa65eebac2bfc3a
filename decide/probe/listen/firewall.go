package listen

import (
	"fmt"
	"slices"
)

func isUsual(port uint16) bool { return slices.Contains(usualPorts, port) }

// Commands that open a port for the time of the test.
const (
	openWindows   = `New-NetFirewallRule -DisplayName "sendpath listen" -Direction Inbound -Protocol TCP -LocalPort %d -Profile Private -Action Allow`
	openUFW       = "ufw allow %d/tcp"
	openFirewalld = "firewall-cmd --add-port=%d/tcp"
	placeDarwin   = "System Settings > Network > Firewall"
)

// Firewall says how to let a device through this computer's own firewall. The system is a GOOS.
func Firewall(system string, port uint16) Line {
	switch system {
	case "windows":
		return Line{wallWindows, []any{fmt.Sprintf(openWindows, port)}}
	case "darwin":
		return Line{wallDarwin, []any{placeDarwin}}
	case "linux":
		return Line{wallLinux, []any{fmt.Sprintf(openUFW, port), fmt.Sprintf(openFirewalld, port)}}
	}
	return Line{wallOther, []any{port}}
}
