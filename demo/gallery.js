// The gallery: each type of question in each state that it has, in both languages and both themes. For people who look,
// and for the tests that photograph it and look for barriers.

const asked = new URLSearchParams(location.search);
const chosen = (name, all) => (asked.has(name) ? all.filter((one) => one === asked.get(name)) : all);
const locales = chosen("locale", ["vi", "en"]);
const themes = chosen("theme", ["light", "dark"]);

// Whoever compares pictures wants each visit to look the same: the clock and the dice stand still.
if (asked.has("still")) {
  const Own = Date;
  const now = Own.parse("2026-11-21T20:38:00+07:00");
  globalThis.Date = class extends Own {
    constructor(...given) {
      super(...(given.length > 0 ? given : [now]));
    }
    static now = () => now;
  };
  crypto.getRandomValues = (bytes) => bytes.fill(7);
  document.documentElement.style.caretColor = "transparent";
}

// One endpoint that no network leads to.
const nowhere = "https://offline.invalid/";
const reach = fetch;
globalThis.fetch = (address, options) =>
  String(address?.url ?? address).startsWith(nowhere) ? Promise.reject(new TypeError("no network")) : reach(address, options);

const t = (vi, en) => ({ vi, en });
const option = (id, vi, en, more) => ({ id, label: t(vi, en), ...more });
const drinks = [
  option("phin", "Cà phê phin", "Phin coffee"),
  option("pour", "Cà phê phễu lọc", "Pour-over"),
  option("moka", "Ấm moka", "Moka pot"),
  option("other", "Cách khác", "Another way", { with_text: true }),
  option("none", "Tôi không uống cà phê", "I do not drink coffee", { exclusive: true }),
];
const plain = drinks.slice(0, 3);

const presets = ["csat", "smiley", "nps", "ces", "acsi", "servqual", "complaint", "after-purchase", "exit", "wifi"];

// What is asked, and what is done to it before it is looked at.
const states = [
  ["smiley", { type: "smiley", title: t("Bạn thấy thế nào?", "How was it?") }],
  ["smiley, chosen", { type: "smiley", title: t("Bạn thấy thế nào?", "How was it?") }, "End"],
  ["smiley, three faces", { type: "smiley", scale: 3, title: t("Bạn thấy thế nào?", "How was it?") }],
  ["stars", { type: "stars", title: t("Cà phê hôm nay được mấy sao?", "How many stars for today's coffee?") }],
  ["stars, chosen", { type: "stars", title: t("Cà phê hôm nay được mấy sao?", "How many stars for today's coffee?") }, "End"],
  ["rating", { type: "rating", scale: 10, low: t("Rất tệ", "Very bad"), high: t("Rất tốt", "Very good"), title: t("Bạn chấm mấy điểm?", "How would you rate us?") }],
  ["rating, chosen", { type: "rating", scale: 5, title: t("Bạn chấm mấy điểm?", "How would you rate us?") }, "End"],
  ["nps", { type: "nps", title: t("Bạn có giới thiệu chúng tôi với bạn bè không?", "Would you recommend us to a friend?") }],
  ["nps, chosen", { type: "nps", title: t("Bạn có giới thiệu chúng tôi với bạn bè không?", "Would you recommend us to a friend?") }, "End"],
  ["ces", { type: "ces", title: t("Việc của tôi được giải quyết dễ dàng.", "You made it easy for me.") }],
  ["thumbs", { type: "thumbs", title: t("Bạn thấy ổn chứ?", "Was it all right?") }],
  ["thumbs, chosen", { type: "thumbs", title: t("Bạn thấy ổn chứ?", "Was it all right?") }, "End"],
  ["choice", { type: "choice", options: drinks, title: t("Bạn hay pha kiểu gì?", "How do you brew?") }],
  ["choice of several", { type: "choice", multiple: true, options: drinks, title: t("Bạn hay pha những kiểu nào?", "Which ways do you brew?") }],
  ["choice of reasons", { type: "choice", multiple: true, options: "reasons", title: t("Điều gì chưa ổn?", "What went wrong?") }],
  ["choice, required and missed", { type: "choice", required: true, options: drinks, title: t("Bạn hay pha kiểu gì?", "How do you brew?") }, "go on"],
  ["dropdown", { type: "dropdown", options: plain, title: t("Bạn hay pha kiểu gì?", "How do you brew?") }],
  ["ranking", { type: "ranking", options: plain, title: t("Bạn thích kiểu nào hơn?", "Which do you like best?") }],
  ["matrix", { type: "matrix", rows: [option("taste", "Vị cà phê", "The taste"), option("staff", "Người phục vụ", "The staff"), option("place", "Chỗ ngồi", "The seats")], low: t("Rất tệ", "Very bad"), high: t("Rất tốt", "Very good"), title: t("Bạn thấy từng thứ thế nào?", "How was each of these?") }],
  ["slider", { type: "slider", low: t("Nhạt", "Mild"), high: t("Đậm", "Strong"), title: t("Bạn thích cà phê đậm tới đâu?", "How strong do you like it?") }],
  ["text", { type: "text", multiline: true, max_length: 300, placeholder: t("Vài chữ cũng được", "A few words will do"), title: t("Bạn muốn nói gì thêm?", "Anything to add?") }],
  ["text, required and missed", { type: "text", required: true, title: t("Bạn muốn nói gì thêm?", "Anything to add?") }, "go on"],
  ["number", { type: "number", min: 1, max: 20, whole: true, unit: t("người", "people"), title: t("Bạn đi mấy người?", "How many are you?") }],
  ["date", { type: "date", title: t("Bạn nhận hàng hôm nào?", "When did it arrive?") }],
  ["contact", { type: "contact", title: t("Chúng tôi liên lạc với bạn thế nào?", "How may we reach you?") }],
  ["consent", { type: "consent", text: t("Tôi đồng ý để quán gọi lại cho tôi về chuyện này.", "You may call me back about this."), text_version: "1", title: t("Cho phép gọi lại", "Permission to call") }],
  ["expectation", { type: "expectation", metric: "gap", title: t("Bạn mong đợi gì, và thực tế ra sao?", "What did you expect, and what did you get?") }],
  ["emotion", { type: "emotion", title: t("Bạn thấy trong lòng thế nào?", "How do you feel now?") }],
  ["file", { type: "file", max_files: 3, title: t("Bạn có ảnh chỗ bị lỗi không?", "Do you have a photo of the defect?") }],
  ["statement", { type: "statement", body: t("Còn ba câu ngắn nữa thôi.", "Three short questions to go."), title: t("Cảm ơn bạn đã tới đây", "Thank you so far") }],
  ["complaint", { type: "complaint", kinds: ["complaint", "suggestion", "question", "praise"], asks_public: true, staff_call: true, title: t("Bạn muốn nói gì với chúng tôi?", "What would you like to tell us?") }],
  ["complaint, with reasons and a number", { type: "complaint", title: t("Bạn kể thêm để chúng tôi lo việc này nhé", "Tell us a little more") }, "fill in"],
  ["complaint, number missed", { type: "complaint", title: t("Bạn kể thêm để chúng tôi lo việc này nhé", "Tell us a little more") }, "miss the number"],
  ["choice of several, chosen", { type: "choice", multiple: true, options: drinks, title: t("Bạn hay pha những kiểu nào?", "Which ways do you brew?") }, "tick"],
  ["choice of several, required and missed", { type: "choice", required: true, multiple: true, options: plain, title: t("Bạn hay pha những kiểu nào?", "Which ways do you brew?") }, "go on"],
  ["emotion, chosen", { type: "emotion", title: t("Bạn thấy trong lòng thế nào?", "How do you feel now?") }, "End"],
  ["help and progress", { type: "smiley", help: t("Chỉ tính lần ghé hôm nay.", "Today's visit alone."), title: t("Bạn thấy thế nào?", "How was it?") }, "", 3],
  ["what can be skipped", { type: "emotion", title: t("Bạn thấy trong lòng thế nào?", "How do you feel now?") }, "", 2],
  ["receipt and promise", { type: "complaint", promise: { hours: [{ days: ["mon", "tue", "wed", "thu", "fri"], from: "08:00", to: "17:00" }], offset: "+07:00", answer_hours: 18 }, title: t("Điều gì đã xảy ra?", "What happened?") }, "complain"],
  ["saved offline", { type: "smiley", metric: "csat", title: t("Bạn thấy thế nào?", "How was it?") }, "tap last", 1, { endpoint: nowhere }],
  ["thanks after a low score", { type: "smiley", metric: "csat", title: t("Bạn thấy thế nào?", "How was it?") }, "tap first"],
  ["thanks after a high score", { type: "smiley", metric: "csat", title: t("Bạn thấy thế nào?", "How was it?") }, "tap last"],
];

const survey = (question, count = 1) => {
  if (typeof question === "string") return question;
  const questions = Array.from({ length: count }, (_, index) => ({ id: `q${index}`, ...question }));
  const document = { id: "gallery", version: 1, locales: ["vi", "en"], questions };
  return URL.createObjectURL(new Blob([JSON.stringify(document)], { type: "application/json" }));
};

const write = (field, text) => {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

// Tells something on the form; how far depends.
const complain = (root, action) => {
  root.querySelector("[role=checkbox]").click();
  write(root.querySelector("#tell-happened"), "Hẹn thứ Hai, thứ Tư mới tới.");
  if (action !== "complain") root.querySelector("[aria-labelledby=tell-contact] > :first-child").click();
  if (action === "fill in") write(root.querySelector("#tell-phone"), "0912 345 678");
  if (action !== "fill in") root.querySelector(".primary").click();
};

const act = (root, action) => {
  const radios = root.querySelectorAll("[role=radio]");
  if (action === "tap first") radios[0].click();
  else if (action === "tap last") radios[radios.length - 1].click();
  else if (action === "go on") root.querySelector(".primary").click();
  else if (action === "tick") root.querySelector("[role=checkbox]").click();
  else if (["fill in", "miss the number", "complain"].includes(action)) complain(root, action);
  else if (action) radios[0].dispatchEvent(new KeyboardEvent("keydown", { key: action, bubbles: true }));
};

// What was kept for the endpoint that is nowhere need not be kept.
const forget = () =>
  new Promise((done) => {
    const opening = indexedDB.open("sayso");
    opening.onerror = () => done();
    opening.onsuccess = () => {
      const database = opening.result;
      const end = () => (database.close(), done());
      if (!database.objectStoreNames.contains("outbox")) return end();
      const transaction = database.transaction("outbox", "readwrite");
      transaction.oncomplete = end;
      transaction.objectStore("outbox").openCursor().onsuccess = ({ target: { result: cursor } }) => {
        if (!cursor) return;
        if (JSON.stringify(cursor.value).includes(nowhere)) cursor.delete();
        cursor.continue();
      };
    };
  });

// What is said where the endpoint is nowhere comes once that is known.
const isSaid = () =>
  [...document.querySelectorAll(`sayso-survey[endpoint="${nowhere}"]`)].every(
    ({ shadowRoot }) => shadowRoot.querySelector(".saved")?.textContent,
  );

const rest = async () => {
  while (!isSaid()) await new Promise((look) => setTimeout(look, 50));
  document.activeElement?.shadowRoot?.activeElement?.blur();
  for (const { shadowRoot } of document.querySelectorAll("sayso-survey")) {
    for (const motion of shadowRoot.getAnimations()) motion.finish();
  }
  await forget();
};

let waiting = 0;
const settle = () => {
  waiting -= 1;
  // Somebody waits for this: every widget stands there, in its state, and none has the focus.
  if (waiting === 0) setTimeout(() => rest().then(() => (document.body.dataset.ready = "true")), 900);
};

const only = asked.get("only");
const parts = { questions: states, presets: presets.map((name) => [`preset ${name}`, name]) };
const shown = chosen("part", Object.keys(parts)).flatMap((part) => parts[part]).filter(([name]) => !only || name === only);
for (const [name, question, action, count, more] of shown) {
  const heading = document.createElement("h2");
  heading.textContent = name;
  const row = document.createElement("div");
  row.className = "row";
  row.dataset.state = name;
  document.querySelector("#gallery").append(heading, row);
  for (const locale of locales) {
    for (const theme of themes) {
      const cell = document.createElement("div");
      cell.className = "cell";
      cell.dataset.theme = theme;
      const widget = document.createElement("sayso-survey");
      for (const [key, value] of Object.entries({ survey: survey(question, count), locale, theme, mode: "inline", ...more })) {
        widget.setAttribute(key, value);
      }
      widget.addEventListener("sayso:ready", () => (act(widget.shadowRoot, action), settle()), { once: true });
      waiting += 1;
      cell.append(widget);
      row.append(cell);
    }
  }
}
