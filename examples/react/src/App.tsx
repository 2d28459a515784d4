// The element like any other: attributes by their names, events as `on` and the event's name.
import { useState } from "react";
import "sayso-widget";
import type {} from "sayso-widget/react";

export function App() {
  const [heard, setHeard] = useState("nothing yet");
  return (
    <main>
      <h1>An order</h1>
      <sayso-survey
        survey="smiley"
        endpoint="/v1/events"
        touchpoint="react"
        locale="en"
        onsayso:answered={(event) => setHeard(`${event.detail.question} ${event.detail.answer.value}`)}
      />
      <p id="heard">{heard}</p>
    </main>
  );
}
