// Decides the page's language before anything is drawn and before the survey's script reads `<html lang>`.
// The shop speaks Vietnamese; `?lang=en` switches to English and is remembered for this visit.
(function () {
  var asked = new URLSearchParams(location.search).get("lang");
  var known = ["vi", "en"];
  var lang = known.includes(asked) ? asked : null;
  try {
    if (lang) sessionStorage.setItem("lang", lang);
    else lang = sessionStorage.getItem("lang");
  } catch (_) {
    // Storage may be blocked; the address alone then decides.
  }
  document.documentElement.lang = known.includes(lang) ? lang : "vi";
})();
