package decide

import (
	"fmt"
	"time"
)

// A Day is a calendar day as YYYY-MM-DD; days compare as strings do.
type Day string

// ParseDay reads a day as it is typed for --as-of.
func ParseDay(s string) (Day, error) {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", fmt.Errorf("%q is not a day written as YYYY-MM-DD", s)
	}
	return Day(s), nil
}
