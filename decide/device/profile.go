package device

import "sendpath/decide/words"

// Generic is the id of the profile for any other device. Its labels are neutral wording.
const Generic = "generic"

// A Setting is one of the seven things to enter on a device, by its key in the plan.
type Setting string

// The settings.
const (
	Server         Setting = "server"
	Port           Setting = "port"
	Encryption     Setting = "encryption"
	Authentication Setting = "authentication"
	Username       Setting = "username"
	Password       Setting = "password"
	Sender         Setting = "sender"
)

// Settings lists them in the order used where a device's own is not known.
var Settings = []Setting{Server, Port, Encryption, Authentication, Username, Password, Sender}

// A Confidence says how far a profile is to be trusted.
type Confidence string

// The confidences.
const (
	Good    Confidence = "good"    // labels from a vendor's manual or a screenshot of the page
	Partial Confidence = "partial" // some of them, or only in another language
	Thin    Confidence = "thin"    // a path or the OAuth state only, from lists
	None    Confidence = "none"    // nothing usable
)

// An OAuthStatus says whether a device can sign in to Microsoft 365 with OAuth.
type OAuthStatus string

// The OAuth states.
const (
	OAuthYes      OAuthStatus = "yes"
	OAuthPerModel OAuthStatus = "per_model"
	OAuthNo       OAuthStatus = "no"
	OAuthUnknown  OAuthStatus = "unknown"
)

// A When says which plans a remark or a switch concerns.
type When string

// The occasions.
const (
	Always     When = ""
	SignIn     When = "sign-in"     // the device signs in to Microsoft, either way
	ByPassword When = "password"    // it signs in with a password
	ByOAuth    When = "oauth"       // it signs in with OAuth
	Direct     When = "direct-send" // it uses Direct Send
	OwnRelay   When = "own-relay"   // it sends through a relay of the site
)

// A Profile is what is known of one device family. Empty means that no source says it. The slices
// and maps are shared: do not change them.
type Profile struct {
	ID            string        `json:"id"`
	Vendor        string        `json:"vendor"`
	Kind          string        `json:"kind"` // mfp, nas, ups/pdu, bmc, network, software, label printer, generic
	Families      []string      `json:"families"`
	Also          []string      `json:"also"` // searched, not shown
	UI            string        `json:"ui_name"`
	Confidence    Confidence    `json:"confidence"`
	Path          Path          `json:"path"`
	Order         []Setting     `json:"order"`
	Fields        Fields        `json:"fields"`
	Prerequisites Prerequisites `json:"prerequisites"`
	TLS           TLS           `json:"tls"`
	OAuthSetup    OAuthSetup    `json:"oauth"`
	ErrorCodes    []ErrorCode   `json:"error_codes"`
	Quirks        []Quirk       `json:"quirks"`
	Sources       []Source      `json:"sources"`
}

// A Path leads to the mail page: literal menu words joined with " > ".
type Path struct {
	Web    string      `json:"web"`
	WebIT  string      `json:"web_it"`
	Panel  string      `json:"panel"`
	Note   words.Text  `json:"note"`
	Src    []string    `json:"src"`
	Others []OtherPath `json:"others"`
}

// An OtherPath is the way on another model, firmware or language (BCP 47; "" is English).
type OtherPath struct {
	Web   string     `json:"web"`
	Panel string     `json:"panel"`
	Lang  string     `json:"lang"`
	Note  words.Text `json:"note"`
	Src   []string   `json:"src"`
}

// Fields are the fields of the mail page: the seven settings and what stands beside them. A nil
// field is one that no source mentions.
type Fields struct {
	Server         *Field   `json:"server"`
	Port           *Field   `json:"port"`
	Encryption     *Field   `json:"encryption"`
	Authentication *Field   `json:"authentication"`
	Username       *Field   `json:"username"`
	Password       *Field   `json:"password"`
	Sender         *Field   `json:"sender"`
	POPBeforeSMTP  *Field   `json:"pop_before_smtp"`
	Certificate    *Field   `json:"certificate_validation"`
	Test           *Field   `json:"test"`
	Other          []Switch `json:"other"`
}

// A Field is one field of the mail page. Label is "" when its wording is not known.
type Field struct {
	Label      string              `json:"label"`
	LabelIT    string              `json:"label_it"`
	AltLabels  []string            `json:"alt_labels"`   // seen on other models
	Others     map[string][]string `json:"other_labels"` // in other languages than those two, by BCP 47 tag
	Type       string              `json:"type"`         // checkbox, select, on/off
	Words      map[string][]string `json:"words"`        // choice -> its words on the page, best first
	MaxLen     int                 `json:"max_len"`      // in characters; 0 is not known
	AdvisedLen int                 `json:"advised_len"`
	IPOnly     bool                `json:"ip_only"` // refuses host names
	Default    int                 `json:"default"`
	Mechanisms words.Text          `json:"mechanisms"`
	Fixed      words.Text          `json:"fixed"`    // how the sender is held to one address
	PerUser    words.Text          `json:"per_user"` // how it changes with the user
	Note       words.Text          `json:"note"`
	Src        []string            `json:"src"`
}

// A Switch is another field of the page. One with a Value must be set to it for mail to go out.
type Switch struct {
	Label   string     `json:"label"`
	LabelIT string     `json:"label_it"`
	Value   string     `json:"value"`
	When    When       `json:"when"`
	MaxLen  int        `json:"max_len"`
	Note    words.Text `json:"note"`
	Src     []string   `json:"src"`
}

// Prerequisites are to be right before the mail page is filled in.
type Prerequisites struct {
	DNS  words.Text `json:"dns"`
	Time words.Text `json:"time"`
}

// TLS is what was seen of a device's TLS versions.
type TLS struct {
	Note words.Text `json:"note"`
	Src  []string   `json:"src"`
}

// OAuthSetup is how the device signs in with OAuth.
type OAuthSetup struct {
	Status        OAuthStatus  `json:"status"`
	Words         words.Text   `json:"words"`    // the status as a sentence
	Firmware      string       `json:"firmware"` // the oldest that can, where one number is known
	Flow          words.Text   `json:"flow"`
	Where         string       `json:"where"`  // menu path or page, literal
	Labels        []string     `json:"labels"` // words seen on the page, some as name = value
	Prerequisites []words.Text `json:"prerequisites"`
	Note          words.Text   `json:"note"`
	Src           []string     `json:"src"`
}

// An ErrorCode is what the device shows when sending fails.
type ErrorCode struct {
	Code    string     `json:"code"`
	Meaning words.Text `json:"meaning"`
	Src     []string   `json:"src"`
}

// A Quirk is a surprise: what happens, and what to do about it.
type Quirk struct {
	Text   words.Text `json:"text"`
	Effect words.Text `json:"effect"`
	When   When       `json:"when"`
	Src    []string   `json:"src"`
}

// A Source is where a fact stands. Read is the day a person read it; it is "" when only the source
// with the key Via reports what it says. Dates are YYYY-MM-DD or YYYY-MM.
type Source struct {
	Key   string `json:"key"`
	Title string `json:"title"`
	URL   string `json:"url"`
	Kind  string `json:"kind"`
	Date  string `json:"date"` // as published
	Read  string `json:"read"`
	Via   string `json:"via"`
	Note  string `json:"note"` // about the source: which machine, which language
}
