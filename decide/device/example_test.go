package device_test

import (
	"fmt"

	"sendpath/decide/device"
)

// What is typed finds a profile, and the profile calls the fields what the device calls them.
func ExampleFind() {
	profile := device.Find("bizhub")[0]
	fmt.Println(profile.ID)
	for _, setting := range []device.Setting{device.Server, device.Port, device.Encryption} {
		fmt.Printf("%s: %s\n", setting, profile.Label(setting, "en").Text)
	}
	fmt.Println(profile.EncryptionWord("starttls").Text)
	// Output:
	// konica-minolta-bizhub
	// server: SMTP server
	// port: Port
	// encryption: TLS/StartTLS
	// Start TLS
}
