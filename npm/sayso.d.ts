// What a page that knows Sayso may rely on: the element with its attributes and events, and `window.sayso`.
// The words of each list are held against the widget's own by a test.

export type Preset =
  | "csat" | "smiley" | "nps" | "ces" | "acsi" | "servqual" | "complaint" | "after-purchase" | "exit" | "wifi";
export type Channel = "web" | "kiosk" | "wifi" | "hotline" | "email" | "qr" | "social";
export type Mode = "inline" | "popover" | "modal" | "tab" | "page" | "kiosk";
export type Theme = "auto" | "light" | "dark";
export type Format = "cloudevents" | "json" | "simple";
export type QuestionType =
  | "smiley" | "stars" | "rating" | "nps" | "ces" | "thumbs" | "choice" | "dropdown" | "ranking" | "matrix" | "slider"
  | "text" | "number" | "date" | "contact" | "consent" | "expectation" | "emotion" | "complaint" | "file" | "statement";

/** The attributes of `<sayso-survey>`; a tag has the same with `data-` before each. */
export interface SaysoAttributes {
  /** A preset's name, or the address of a survey. Default: `csat`. */
  survey?: Preset | (string & {});
  /** Takes the events. Default: none, they only reach the page. */
  endpoint?: string;
  /** The publishable write key, sent as `Authorization: Bearer`. */
  key?: string;
  /** The same, where a framework keeps `key` for itself, as React and Vue do. */
  "write-key"?: string;
  /** Default: the path of the page. */
  touchpoint?: string;
  channel?: Channel;
  /** BCP 47. Default: `<html lang>`, then the browser's, then the survey's first. */
  locale?: string;
  /** Default: `inline` for the element, `popover` for the tag. */
  mode?: Mode;
  /** `load`, `delay:5s`, `scroll:50%`, `exit`, `idle:30s`, `click:CSS`, `visible:CSS`, `url:GLOB`, `event:NAME`, `manual`; joined by `;` all must hold. */
  trigger?: string;
  /** The share of visitors who are asked, from 0 to 1. */
  sample?: number | `${number}`;
  /** `once`, `always`, or a span such as `30d`. */
  repeat?: "once" | "always" | (string & {});
  /** How long no other survey opens by itself after one was answered or closed, as `1d`. */
  cooldown?: string;
  /** What the button of the mode `tab` says. */
  label?: string;
  /** Asks in a frame of its own, for a page whose policy forbids WebAssembly. */
  isolation?: "frame";
  theme?: Theme;
  format?: Format;
  /** Makes telephone, card and identity numbers in free text unreadable before anything is stored. Default: `off`. */
  mask?: "on" | "off";
  /** Events a request. */
  batch?: number | `${number}`;
  /** Kiosk: back to the first screen after this. */
  "idle-reset"?: string;
  /** Kiosk: taps closer than this are kept and not counted. */
  "tap-interval"?: string;
  /** Kiosk: opens the staff's panel. */
  pin?: string;
  /** Kiosk: the address of the page that posters from its panel lead to. */
  poster?: string;
  /** Kiosk: when the place is open, as `mon-fri 08:00-12:00, 13:00-17:00; sat 18:00-02:00`. Default: always. */
  hours?: string;
  /** Kiosk: the zone of the place's clock, as `Asia/Ho_Chi_Minh`. Default: the device's. */
  timezone?: string;
  /** Kiosk: when help is called for, as a share of unhappy answers, a window and the fewest answers. Default: `50% 15m 4`. */
  alert?: "off" | `${number}% ${string} ${number}`;
}

export interface Problem {
  /** A JSON Pointer into the survey; empty for the whole. */
  path: string;
  reason: string;
}

/** One answer, as it travels. What a contact or a complaint says is left out where the page hears of it. */
export interface Answer {
  type: QuestionType;
  value?: unknown;
  scale?: number;
}

export interface Score {
  metric: string;
  value: number;
  min: number;
  max: number;
  /** The formula and its version, such as `rescale/1`. */
  method: string;
}

export interface ResponseData {
  responseId: string;
  revision: number;
  complete: boolean;
  survey: { id: string; version: number };
  touchpoint: string;
  channel: Channel;
  locale: string;
  startedAt: string;
  submittedAt: string;
  durationMs: number;
  clockSkewMs: number;
  /** How long before it was sent; in what arrives. */
  ageMs?: number;
  /** How much of that was told by the device's clock alone, between two pages. */
  ageByWallMs?: number;
  answers: Record<string, Answer>;
  scores: Score[];
  segment?: string;
  flags: string[];
  context: Record<string, string>;
  client: { version: string; mode: Mode };
}

interface Envelope<Type extends string, Data> {
  specversion: "1.0";
  id: string;
  source: string;
  type: Type;
  subject: string;
  time: string;
  datacontenttype: "application/json";
  data: Data;
}

/** A CloudEvent 1.0, as the endpoint gets it in the format `cloudevents`. */
export type SaysoEvent =
  | Envelope<"sayso.response.v1", ResponseData>
  | Envelope<
      | "sayso.complaint.v1" | "sayso.callback.v1" | "sayso.staff-call.v1" | "sayso.device.v1" | "sayso.alert.v1"
      | "sayso.consent.v1" | "sayso.photo.v1",
      Record<string, unknown>
    >;

export interface SaysoDetails {
  ready: null;
  shown: null;
  answered: { question: string; answer: Answer };
  /**
   * Durably stored, if `durable`; without an endpoint there is nothing to store, and the event comes alone. Again, with a higher `revision` of
   * the same `responseId`, where somebody changes an answer after the thanks.
   */
  submitted: { id?: string; durable?: boolean; event: SaysoEvent };
  /** Acknowledged by the endpoint. */
  delivered: { id: string };
  closed: null;
  error: { problems: Problem[] };
}

export type SaysoEventMap = { [Name in keyof SaysoDetails as `sayso:${Name}`]: CustomEvent<SaysoDetails[Name]> };

export interface SaysoSurveyElement extends HTMLElement {
  addEventListener<Name extends keyof (SaysoEventMap & HTMLElementEventMap)>(
    type: Name,
    listener: (this: SaysoSurveyElement, event: (SaysoEventMap & HTMLElementEventMap)[Name]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** Sent as `context` and piped as `{{context.name}}`; `null` takes one back. */
export type HiddenFields = Record<string, string | number | boolean | null>;

/** An event that is kept on this device. */
export interface PendingEvent {
  id: string;
  type: SaysoEvent["type"];
  /** How long ago it was given, by the device's clock. */
  ageMs: number;
  /** How often it was sent in vain. */
  attempts: number;
  /** Why it did not arrive: a status such as `503`, what the endpoint said of it, or what the browser said. */
  lastError?: string;
  /** Refused as it is, and not sent again by itself. */
  parked: boolean;
  /** Whether it lies on the device; else it is held by this page alone, and lost with it. */
  durable: boolean;
  endpoint: string;
  /** Where it stands in the list; `pending({ after })` goes on there. */
  place: unknown;
  /** The event, to be exported: of one that was asked for by its id. */
  event?: SaysoEvent;
}

/** `window.sayso`, once the loader has run. No call throws: what goes wrong is said in the console, and comes to `undefined`. */
export interface SaysoApi {
  /** Opens the survey of the page that has these attributes, or a new one. */
  open(options?: SaysoAttributes): Promise<void>;
  /** Closes what is open. */
  close(): Promise<void>;
  set(fields: HiddenFields): Promise<void>;
  on<Name extends keyof SaysoDetails>(name: Name, listener: (event: SaysoEventMap[`sayso:${Name}`]) => void): void;
  /** Sends what waits on this device, and once more what was refused, if it is named; comes to how many events wait still. */
  flush(of?: { retry: string }): Promise<number | undefined>;
  /** What is kept on this device, at most 1,024 entries and what this page alone holds: what the endpoint refused, then what waits to be
   * sent, each oldest first. `after` the last entry of a list come the next ones; of an `id` the one entry, with its event. */
  pending(of?: { after: PendingEvent } | { id: string }): Promise<PendingEvent[] | undefined>;
  /** Wipes whatever is kept on this device: events, half-filled surveys, keys, and whom the loader has asked. */
  forget(): Promise<void>;
  /** The scores of what was answered on this page so far, a list for each survey that is open or was. */
  scores(): Promise<{ survey: string; scores: Score[] }[] | undefined>;
  push(...calls: SaysoCall[]): void;
}

/** A call that is made before the loader has run. */
export type SaysoCall =
  | ["open", options?: SaysoAttributes]
  | ["close"]
  | ["set", fields: HiddenFields]
  | { [Name in keyof SaysoDetails]: ["on", name: Name, listener: (event: SaysoEventMap[`sayso:${Name}`]) => void] }[keyof SaysoDetails]
  | ["flush", of?: { retry: string }]
  | ["pending"]
  | ["forget"]
  | ["scores"];

declare global {
  interface Window {
    sayso?: SaysoApi | SaysoCall[];
  }
  interface HTMLElementTagNameMap {
    "sayso-survey": SaysoSurveyElement;
  }
  interface DocumentEventMap extends SaysoEventMap {}
  interface WindowEventMap extends SaysoEventMap {}
}
