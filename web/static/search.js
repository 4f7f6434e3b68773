// What makes the pages quicker. Each of them is complete without: this module asks for the same addresses, and puts the
// parts of the answers in place of those that are there.

const form = document.getElementById("recherche");
const input = document.getElementById("q");
const language = new URLSearchParams(location.search).get("lang");
/** Values of a facet that are shown of those looked for. */
const SHOWN_VALUES = 12;

if (form && input?.dataset.suggestions) suggestions(form, input);
if (document.getElementById("filtres")) results(form, input);
input?.addEventListener("paste", pasteLines);

/** Pastes several lines, such as a list of addresses, with blanks between them: a field of one line may drop line ends, and
 * cuts what is longer than a query. */
function pasteLines(event) {
  const lines = event.clipboardData.getData("text/plain").trim();
  if (!/[\r\n]/.test(lines)) return;
  event.preventDefault();
  const field = event.target;
  field.setRangeText(lines.replace(/\s*[\r\n]+\s*/g, " "), field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Calls a function once nothing has happened for some time. */
function after(milliseconds, act) {
  let timer;
  const later = (...given) => {
    clearTimeout(timer);
    timer = setTimeout(act, milliseconds, ...given);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
}

/** Returns a text without marks of direction, which would turn what stands beside it. */
function readable(text) {
  return text.replace(/[\u202a-\u202e\u2066-\u2069]/g, "");
}

/** Returns a new element with a text. */
function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** Has a screen reader say a text when it is done with what it reads. */
function announce(text) {
  document.getElementById("annonce").textContent = text;
}

/** Returns what asks for an address; the answer to the one before is no longer waited for. */
function latest(read) {
  let running;
  const ask = async (address) => {
    running?.abort();
    running = new AbortController();
    return read(await fetch(address, { signal: running.signal }));
  };
  ask.abort = () => running?.abort();
  return ask;
}

async function asPage(answer) {
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function asJson(answer) {
  return answer.json();
}

// Results, facets and pictures, replaced in place.

function results(form, input) {
  const parts = ["images", "filtres", "contenu", "autres-parametres"];
  const ask = latest(asPage);
  // The address that is shown, or is on its way.
  let shown = withoutHash(location.href);
  // Whether the last step of the history was made by typing: the next letter takes its place, and one step back is before
  // all of them.
  let wasTyped = false;

  const formAddress = () => {
    const chosen = [...new FormData(form)].filter(([, value]) => value !== "");
    const parameters = new URLSearchParams(chosen).toString();
    return new URL(parameters ? `/?${parameters}` : "/", location.href).href;
  };

  /** Shows a search: as a step of the history, unless it is one already. */
  const show = async (address, { isStep = true, isTyped = false, mayScroll = false } = {}) => {
    if (address === shown) return;
    shown = address;
    document.body.classList.add("waiting");
    let page;
    try {
      page = await ask(address);
    } catch (error) {
      // Another one was asked for meanwhile.
      if (error.name === "AbortError") return;
    }
    // Half a word finds nothing: what was found before stays until it is plain that no more is coming.
    if (isTyped && page?.querySelector("#contenu .empty")) await new Promise((rest) => setTimeout(rest, 900));
    if (address !== shown) return;
    if (!parts.every((id) => page?.getElementById(id))) {
      // An error has a page of its own.
      location.assign(address);
      return;
    }
    // A letter that is taken back again leads to where the history is already.
    if (isStep && address !== withoutHash(location.href)) {
      history[isTyped && wasTyped ? "replaceState" : "pushState"](null, "", address);
      wasTyped = isTyped;
    } else if (!isTyped) {
      wasTyped = false;
    }
    put(page, mayScroll);
    document.body.classList.remove("waiting");
  };

  const put = (page, mayScroll) => {
    const focused = nameOf(document.activeElement);
    const open = new Map();
    for (const details of document.querySelectorAll("details[id]")) open.set(details.id, details.open);
    for (const id of parts) {
      const now = document.getElementById(id);
      const next = page.getElementById(id);
      for (const details of next.querySelectorAll("details[id]")) {
        // What holds a choice is open, whatever it was.
        const isChosen = details.querySelector(":checked");
        if (open.has(details.id) && !isChosen) details.open = open.get(details.id);
      }
      now.replaceChildren(...next.childNodes);
    }
    document.title = page.title;
    if (document.activeElement !== input) input.value = page.getElementById("q").value;
    for (const link of document.querySelectorAll("footer [hreflang], head [rel=alternate]")) {
      const same = link.hreflang
        ? page.querySelector(`footer [hreflang="${link.hreflang}"]`)
        : page.querySelector("head [rel=alternate]");
      if (same) link.setAttribute("href", same.getAttribute("href"));
    }
    searchWithinFacets();
    if (focused) find(focused)?.focus({ preventScroll: true });
    announce(document.querySelector("#contenu h1").textContent);
    const main = document.getElementById("contenu");
    if (mayScroll && main.getBoundingClientRect().top < 0) main.scrollIntoView();
  };

  const whileTyping = after(250, () => show(formAddress(), { isTyped: true }));

  input.addEventListener("input", whileTyping);
  document.addEventListener("change", (event) => {
    if (event.target.form !== form || event.target === input) return;
    whileTyping.cancel();
    show(formAddress());
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    whileTyping.cancel();
    show(formAddress());
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a");
    const isPlain = !(event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (!link || !isPlain || !parts.some((id) => link.closest(`#${id}`))) return;
    // Links of a picture have their address as an object.
    const address = new URL(link.href.baseVal ?? link.href, location.href);
    if (address.origin !== location.origin || address.pathname !== "/") return;
    event.preventDefault();
    whileTyping.cancel();
    show(address.href, { mayScroll: Boolean(link.closest("#contenu")) });
  });
  addEventListener("popstate", () => {
    whileTyping.cancel();
    const query = new URLSearchParams(location.search).get("q") ?? "";
    if (input.value !== query) input.value = query;
    show(withoutHash(location.href), { isStep: false });
  });
  searchWithinFacets();
}

/** Returns what finds an element again in another version of the page. */
function nameOf(element) {
  if (!element || element === document.body) return null;
  const { zone, year, coveredYear } = element.dataset;
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (zone) return `[data-zone="${CSS.escape(zone)}"]`;
  if (year) return `[data-year="${CSS.escape(year)}"]`;
  if (coveredYear) return `[data-covered-year="${CSS.escape(coveredYear)}"]`;
  if (element.name && element.type === "checkbox") {
    return `[name="${CSS.escape(element.name)}"][value="${CSS.escape(element.value)}"]`;
  }
  if (element.tagName === "SUMMARY" && element.parentElement.id) {
    return `#${CSS.escape(element.parentElement.id)} > summary`;
  }
  // A link that was followed from the list of results or of filters is gone: what it led to is read next.
  return element.closest("#images, #filtres, #contenu") ? "#contenu" : null;
}

function find(name) {
  // A région that was chosen makes room for its départements.
  const parts = name.startsWith("[data-zone") ? document.querySelector(".map .part") : null;
  return document.querySelector(name) ?? parts ?? document.getElementById("contenu");
}

function withoutHash(address) {
  return address.split("#")[0];
}

// All values of a facet, looked for where its first ones stand.

function searchWithinFacets() {
  for (const link of document.querySelectorAll("#filtres .more a")) searchWithin(link.closest("fieldset"), link);
}

/** Puts a box in the place of the link to all values of a facet; the link comes back where more match than are shown. */
function searchWithin(fieldset, link) {
  const { facet } = fieldset.dataset;
  const addressOf = (text) => {
    const address = new URL(link.href);
    address.searchParams.set("q", text);
    link.href = address.href;
    return address.href;
  };
  const box = document.createElement("input");
  box.type = "search";
  box.id = `parmi-${facet}`;
  box.placeholder = link.textContent;
  box.autocomplete = "off";
  box.setAttribute("aria-label", `${fieldset.querySelector("legend").textContent} – ${link.textContent}`);
  link.textContent = link.dataset.all;
  link.hidden = true;
  link.before(box);

  // What matches is put in the place of the first values, and these come back with an empty box. What is chosen is a part
  // of the search, whatever is looked for: it stays.
  const values = () => [...fieldset.querySelectorAll(".option, .none")];
  const valueOf = (value) => value.querySelector("input")?.value;
  const first = values();
  const put = (options, isEverything) => {
    const chosen = values().filter((value) => value.querySelector(":checked"));
    const ticked = fieldset.closest("details").querySelectorAll("input:checked");
    const names = [...ticked].map((box) => box.value);
    const others = options.filter((value) => !names.includes(valueOf(value)));
    for (const shown of values()) shown.remove();
    fieldset.querySelector("legend").after(...chosen, ...others);
    link.hidden = isEverything;
  };
  const ask = latest(asPage);
  const look = after(150, async () => {
    const text = box.value.trim();
    if (!text) {
      ask.abort();
      return put(first, true);
    }
    try {
      const page = await ask(addressOf(text));
      const found = [...page.querySelectorAll(".values li")];
      const none = page.querySelectorAll("#contenu .none");
      if (!found.length && !none.length) return;
      const options = found.slice(0, SHOWN_VALUES).map((value) => option(facet, value));
      put([...options, ...none], found.length <= SHOWN_VALUES);
      announce(page.querySelector("h1").textContent);
    } catch {
      // Another text was typed meanwhile, or there are none to be had.
    }
  });
  box.addEventListener("input", look);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    location.assign(addressOf(box.value));
  });
}

/** Returns the box of a value of a facet, made of what the page of all values says of it. */
function option(facet, value) {
  const box = document.createElement("input");
  box.type = "checkbox";
  box.setAttribute("form", "recherche");
  box.name = facet;
  box.value = value.dataset.value;
  const made = element("label", "option");
  made.append(box, " ", value.querySelector(".name"), " ", value.querySelector(".count"));
  return made;
}

// Suggestions, as the ARIA pattern of a combobox has them: the focus stays in the field, arrows choose in the list.

function suggestions(form, input) {
  const list = document.createElement("ul");
  list.id = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.suggestions);
  list.hidden = true;
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  const ask = latest(asJson);
  let chosen = -1;

  const open = (isOpen) => {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    choose(-1);
  };
  const choose = (at) => {
    chosen = at;
    [...list.children].forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
    const item = list.children[at];
    if (item) {
      input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };
  const close = () => {
    look.cancel();
    ask.abort();
    open(false);
  };
  const look = after(120, async () => {
    const text = input.value;
    if (!text.trim() || text.length > 200) return close();
    const parameters = new URLSearchParams({ q: text });
    if (language) parameters.set("lang", language);
    try {
      const answer = await ask(`/api/suggest?${parameters}`);
      list.replaceChildren(...answer.data.map(item));
      open(answer.data.length > 0 && document.activeElement === input);
    } catch {
      // Another text was typed meanwhile, or there are none: the search works without.
    }
  });
  const item = (suggestion, n) => {
    const line = document.createElement("li");
    line.id = `suggestion-${n}`;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", "false");
    line.dataset.url = suggestion.page;
    const label = document.createElement("span");
    for (const { text, mark } of suggestion.highlights) label.append(element(mark ? "mark" : "span", "", readable(text)));
    const kind = readable([suggestion.kind_label, suggestion.detail].filter(Boolean).join(" · "));
    line.append(label, " ", element("span", "kind", kind));
    return line;
  };
  const follow = (line) => {
    const address = new URL(line.dataset.url, location.href);
    if (language) address.searchParams.set("lang", language);
    location.assign(address.href);
  };

  open(false);
  input.addEventListener("input", look);
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
  input.addEventListener("keydown", (event) => {
    const n = list.children.length;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && n) {
      event.preventDefault();
      if (list.hidden) open(true);
      // From the field to the first or the last, and over either end back to the field.
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(((chosen + 1 + step + n + 1) % (n + 1)) - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      follow(list.children[chosen]);
    }
  });
  // The field keeps the focus while the mouse is pressed.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const line = event.target.closest("[role=option]");
    if (line) follow(line);
  });
}
