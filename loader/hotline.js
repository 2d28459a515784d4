// The page of a hotline's agent: `hotline.html?survey=csat&touchpoint=hotline&endpoint=…`. The agent reads the question out and answers by
// keys, which stand beside the choices; the next call begins by itself. It presses what a hand would press: what is asked and sent is
// the survey's matter.
(() => {
  const WORDS = {
    vi: {
      title: "Tổng đài",
      call: "Cuộc gọi số {n}",
      reference: "Mã khách hoặc mã đơn, nếu có",
      personal: "Đây giống số điện thoại, email hoặc số giấy tờ. Bạn nhập mã khách hoặc mã đơn nhé.",
      saved: "Đã lưu. Mời cuộc tiếp theo.",
      unsaved: "Máy này chưa lưu được, câu trả lời đang được gửi đi. Đừng đóng trang.",
      number: "Đọc số này cho khách, rồi bấm Enter.",
      keys: [["1…9", "chọn"], ["Enter", "tiếp tục"], ["Ctrl Enter", "gửi khi đang viết"], ["Backspace", "quay lại"], ["/", "ghi mã khách"], ["F8", "mở hồ sơ khiếu nại"], ["F2", "cuộc gọi mới"]],
    },
    en: {
      title: "Hotline",
      call: "Call {n}",
      reference: "Customer or order number, if any",
      personal: "This looks like a telephone number, an e-mail address or an identity number. Please use a customer or order number.",
      saved: "Saved. Ready for the next call.",
      unsaved: "This device could not keep it; the answer is being sent. Leave the page open.",
      number: "Read this number out, then press Enter.",
      keys: [["1…9", "choose"], ["Enter", "go on"], ["Ctrl Enter", "send while writing"], ["Backspace", "back"], ["/", "customer number"], ["F8", "open a case"], ["F2", "new call"]],
    },
  };

  // The keys of a list of choices, in its order; a scale that begins at 0 has its numbers.
  const FROM_ONE = "1234567890-=[]";
  const FROM_ZERO = "0123456789-";

  // Beside each choice its key, for eyes alone: screen readers are told by `aria-keyshortcuts`.
  const BADGES = new CSSStyleSheet();
  BADGES.replaceSync(`
    [data-key] { position: relative; }
    [data-key]::after {
      content: attr(data-key); position: absolute; inset-block-start: -6px; inset-inline-end: 2px; min-width: 20px; padding: 0 5px;
      border-radius: 6px; background: var(--_ink); color: var(--_paper); font-size: 12px; font-weight: 600; line-height: 18px; text-align: center;
    }
    .option[data-key], summary[data-key] { padding-inline-start: 44px !important; }
    .option[data-key]::after, summary[data-key]::after { inset-block-start: calc(50% - 9px); inset-inline: 12px auto; }`);

  const { lang = navigator.language, case: complaint = "complaint", ...asked } = Object.fromEntries(new URLSearchParams(location.search));
  const locale = /^vi\b/.test(lang) || !/^en\b/.test(lang) ? "vi" : "en";
  const words = WORDS[locale];

  const make = (name, text, attributes = {}) => {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };

  document.documentElement.lang = locale;
  document.title = words.title;
  const header = make("header");
  const heading = make("div");
  const call = make("p", "", { class: "call" });
  heading.append(make("h1", asked.label || words.title), call);
  const field = make("label", words.reference);
  const reference = make("input", "", { id: "reference", maxlength: 40, autocomplete: "off", spellcheck: "false", "aria-describedby": "wrong" });
  field.append(reference);
  const wrong = make("p", "", { id: "wrong", class: "wrong", role: "alert" });
  header.append(heading, field, wrong);
  const main = make("main");
  const news = make("p", "", { class: "news", role: "status" });
  main.append(news);
  const footer = make("footer");
  const list = make("ul");
  for (const [keys, meaning] of words.keys) {
    const item = make("li");
    for (const key of keys.split(" ")) item.append(make("kbd", key), " ");
    item.append(meaning);
    list.append(item);
  }
  footer.append(list);
  document.body.append(header, main, footer);

  // What leads to a person everywhere is not written down with an answer: telephone numbers, addresses, identity numbers. A number that means
  // something to the business alone is, as the hidden field `respondent`, by which the collector erases.
  const isPersonal = (text) => /@/.test(text) || /^(\+\d{8,15}|00\d{8,15}|0\d{9,11}|84\d{9,10})$/.test(text.replace(/[\s.()/-]/g, ""));
  const refer = () => {
    const text = reference.value.trim();
    wrong.textContent = isPersonal(text) ? words.personal : "";
    reference.setAttribute("aria-invalid", isPersonal(text));
    window.sayso.set({ respondent: text && !isPersonal(text) ? text : null });
  };
  reference.addEventListener("input", refer);

  let element;
  let calls = 0;
  let isOver = false; // thanked
  let isKept = true;

  const root = () => element.shadowRoot;
  const find = (selector) => [...(root()?.querySelectorAll(selector) ?? [])].filter((found) => found.checkVisibility?.() ?? found.offsetParent);
  const deepest = () => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active;
  };
  const isWritten = (node) => node?.matches?.("textarea, select, input:not([type=checkbox], [type=radio], [type=range])");

  // The choices of the screen and the topics that open to more, as far as there are keys. The form of a complaint is gone through by Tab.
  const CHOICES = "[part~=choice], summary";
  const choices = () => {
    const found = find(".tell").length ? [] : find(CHOICES);
    const isFromZero = found[0]?.matches(".point") && found[0].textContent.trim() === "0";
    const keys = isFromZero ? FROM_ZERO : FROM_ONE;
    return found.slice(0, keys.length).map((choice, place) => [keys[place], choice]);
  };

  const mark = () => {
    const marked = new Map(choices().map(([key, choice]) => [choice, key]));
    for (const choice of find(CHOICES)) {
      const key = marked.get(choice);
      if (choice.dataset.key === key) continue;
      if (key) choice.dataset.key = key;
      else delete choice.dataset.key;
      if (key) choice.setAttribute("aria-keyshortcuts", key);
    }
  };

  const look = () => {
    mark();
    if (isOver || !root().querySelector(".end .thanks")) return;
    isOver = true;
    if (root().querySelector(".end .reference")) news.textContent = words.number;
    else next(isKept ? words.saved : words.unsaved);
  };

  const ask = (survey) => {
    element?.remove();
    isOver = false;
    isKept = true;
    element = make("sayso-survey");
    for (const [name, value] of Object.entries(asked)) {
      if (/^[a-z][a-z-]*$/.test(name) && !name.startsWith("on")) element.setAttribute(name, value);
    }
    const own = { touchpoint: asked.touchpoint || "hotline", channel: "hotline", mode: "inline", trigger: "load", repeat: "always", sample: 1, locale: asked.locale || locale };
    for (const [name, value] of Object.entries(own)) element.setAttribute(name, value);
    if (survey) element.setAttribute("survey", survey);
    const mine = element;
    mine.addEventListener("sayso:ready", () => {
      const shadow = mine.shadowRoot;
      shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, BADGES];
      new MutationObserver(() => mine === element && look()).observe(shadow, { childList: true, subtree: true, attributes: true, attributeFilter: ["hidden", "open"] });
      look();
      // A case is written at once; a question is read out first.
      if (survey) find("textarea")[0]?.focus();
    });
    mine.addEventListener("sayso:submitted", ({ detail }) => {
      if (detail.durable === false) isKept = false;
    });
    main.append(element);
  };

  /** Begins the next call; nothing of this one stays. */
  const next = (message = "") => {
    news.textContent = message;
    reference.value = "";
    refer();
    calls += 1;
    call.textContent = words.call.replace("{n}", calls.toLocaleString(locale));
    reference.blur();
    ask();
  };

  const press = (selector) => find(selector)[0]?.click();

  const onKey = (event) => {
    const { key, ctrlKey, altKey, metaKey, isComposing } = event;
    // Whoever writes Vietnamese composes its letters.
    if (isComposing || altKey || metaKey) return;
    const active = deepest();
    const act = (does) => {
      event.preventDefault();
      does();
    };
    if (key === "F2") return act(() => next());
    if (key === "F8") return act(() => ask(complaint));
    if (key === "Enter" && isOver) return act(() => next());
    if (key === "Enter" && (ctrlKey || active === reference)) return act(() => (active === reference ? reference.blur() : press(".primary")));
    if (ctrlKey || isWritten(active)) return;
    const chosen = choices().find(([of]) => of === key)?.[1];
    if (chosen) return act(() => chosen.click());
    if (key === "Enter" && !active?.matches?.("button, a, summary")) return act(() => press(".primary"));
    if (key === "/") return act(() => reference.focus());
    if (key === "Backspace") return act(() => press(".secondary"));
  };
  document.addEventListener("keydown", onKey);
  next();
})();
