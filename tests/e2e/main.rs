//! The end-to-end tests. Each is one action of a person in a browser, followed to where it leads.

mod away; // a tablet whose endpoint is gone for a month, or refuses: kept, saved, wiped
mod bad_endpoint; // a misbehaving endpoint: thanked all the same, kept, delivered later
mod campaign; // the fault campaign in real tabs
mod complaint; // a whole complaint becomes an event of its own, under the number on the screen
mod consumers; // the npm package in three frameworks and none, and the tag with its hash
mod counter; // what a tablet does besides asking: hours, ledger, reports, alerts, the staff's panel
mod day; // one day of a tablet, from the first person to the figures
mod depth; // a queue of any depth: opening, adding and sending cost what they cost where it is empty
mod draft; // left half way, found again after a reload
mod element; // moved, removed in an event, in a shadow: the ways of a custom element
mod excess; // surveys too large or too deep, texts that are hard to carry
mod first_answer; // one tap becomes one scored row that the API gives back
mod focus; // into a new screen, onto what has to be mended, back to the page
mod foot; // the buttons of a kiosk: at one place, under nothing, above a keyboard
mod gallery; // every question and state: photographed, and searched for barriers
mod hostile; // a page's style sheet neither changes the survey nor is changed by it
mod hotline; // the agent asks by keys, and opens a case
mod install; // a kiosk as an app
mod invitations; // posters and what is sent: printed, read, tapped
mod kept; // what lies on the device: sealed, whole, in parts, or not at all
mod keyboard; // the same without a pointer
mod kiosk; // a tablet at a touch point: one person after the other, without a network, through updates
mod language; // the shop's switch reaches the survey
mod leaving; // a page that is left before it could send: what fits goes with it, by a beacon where nothing else does
mod ledger; // what a tablet counts, beside what the collector counts
mod looks; // what a page may change about the looks
mod markup; // script and markup stay text wherever they come from
mod modes; // over the page, at its edge, the page itself; and what the page itself may ask of it
mod occasions; // when a survey is shown, and to whom not again
mod outbox; // what waits: tried again, by one tab at a time, batched, and never lost with the page
mod papers; // what the papers tell people to paste, pasted
mod parts; // a part of the program does not come
mod payloads; // the list of them
mod photos; // a photograph goes up before the response that refers to it, and is got back byte for byte
mod pictures; // what the README and a reviewer look at
mod policy; // a page's content security policy: kept to, or the survey in a frame of its own
mod portal; // a WiFi sign-in, in browsers that may do next to nothing
mod presets; // every preset on each of its roads: without barriers, and without a pointer
mod references; // the gallery beside its kept pictures
mod soak; // a tablet for a long time: each begins anew, and nothing grows
mod staff; // what a tablet tells those who look after it
mod still; // the first screen while the rest of the program comes
mod tag; // what a page's author meets: slips, missing surveys, Trusted Types
mod touchpoints; // every screen of a kiosk and a hotline: photographed, and searched for barriers

/// The five choices in Vietnamese, worst first.
const VIETNAMESE: [&str; 5] = ["Rất tệ", "Tệ", "Bình thường", "Tốt", "Rất tốt"];

/// The five choices in English, worst first.
const ENGLISH: [&str; 5] = ["Very bad", "Bad", "Okay", "Good", "Very good"];
