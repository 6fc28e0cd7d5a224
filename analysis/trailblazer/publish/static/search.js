/* The search of the report. It reads SEARCH_PAGES, the words of every section, and fetches nothing,
   so it works for a site opened from a folder. Words are compared by their stem, so that "retained"
   finds "retaining". */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const AROUND = 110; // letters quoted on each side of a word that was found
  const SECTIONS = 3; // sections named for each page
  const field = document.getElementById("search-words");
  const status = document.getElementById("search-status");
  const list = document.getElementById("search-found");
  const stemmer = new Stemmer();

  const patternOf = (word) => {
    const stem = word.length > 3 ? stemmer.stemWord(word).replace(/i$/, "") : word;
    const escaped = stem.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}[\\p{L}\\p{N}]*`, "giu");
  };

  const patternsOf = (query) => {
    const words = query.toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
    const telling = words.filter((word) => !stopwords.includes(word));
    return [...new Set(telling.length ? telling : words)].map(patternOf);
  };

  const count = (pattern, text) => (text.match(pattern) || []).length;

  // A heading counts for more than the text under it, and a word for no more than five times.
  const scoreOf = ([, heading, text], patterns) =>
    patterns.reduce((sum, pattern) => {
      const found = 8 * Math.min(1, count(pattern, heading)) + Math.min(5, count(pattern, text));
      return sum + (found ? found + 10 : 0);
    }, 0);

  const look = (page, patterns) => {
    const whole = [page.title, ...page.sections.flatMap((s) => [s[1], s[2]])].join(" ");
    if (!patterns.every((pattern) => count(pattern, whole))) return null;
    const scored = page.sections.map((section) => ({ section, score: scoreOf(section, patterns) }));
    const best = scored.filter((s) => s.score).sort((a, b) => b.score - a.score);
    const inTitle = patterns.filter((pattern) => count(pattern, page.title)).length;
    return { page, best, score: 30 * inTitle + (best.length ? best[0].score : 0) };
  };

  const quote = (text, patterns) => {
    const line = document.createElement("p");
    const places = patterns.map((pattern) => text.search(pattern)).filter((at) => at >= 0);
    const middle = places.length ? Math.min(...places) : 0;
    let from = Math.max(0, middle - AROUND);
    let to = Math.min(text.length, middle + 2 * AROUND);
    if (from) from = text.indexOf(" ", from) + 1;
    if (to < text.length) to = text.lastIndexOf(" ", to);
    let shown = from;
    const piece = text.slice(0, to);
    const hits = patterns.flatMap((pattern) => [...piece.matchAll(pattern)]);
    line.append(from ? "… " : "");
    for (const hit of hits.sort((a, b) => a.index - b.index)) {
      if (hit.index < shown) continue;
      line.append(piece.slice(shown, hit.index));
      const mark = document.createElement("mark");
      mark.textContent = hit[0];
      line.append(mark);
      shown = hit.index + hit[0].length;
    }
    line.append(piece.slice(shown), to < text.length ? " …" : "");
    return line;
  };

  const linkTo = (address, words) => {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = words;
    return link;
  };

  const show = ({ page, best }, patterns) => {
    const item = document.createElement("li");
    item.append(linkTo(page.address, page.title));
    const quoted = best.find((s) => s.section[2]) || { section: page.sections[0] };
    if (quoted.section && quoted.section[2]) item.append(quote(quoted.section[2], patterns));
    const named = best.filter((s) => s.section[0]).slice(0, SECTIONS);
    if (named.length) {
      const sections = document.createElement("ul");
      for (const { section } of named) {
        const line = document.createElement("li");
        line.append(linkTo(`${page.address}#${section[0]}`, section[1]));
        sections.append(line);
      }
      item.append(sections);
    }
    return item;
  };

  const search = () => {
    const query = field.value.trim();
    const patterns = patternsOf(query);
    list.replaceChildren();
    if (!query) {
      status.textContent = "";
      return;
    }
    const searched = patterns.length ? SEARCH_PAGES : [];
    const found = searched.map((page) => look(page, patterns)).filter(Boolean);
    found.sort((a, b) => b.score - a.score);
    list.append(...found.map((result) => show(result, patterns)));
    const pages = found.length === 1 ? "1 page" : `${found.length} pages`;
    status.textContent = found.length
      ? `${pages} found for “${query}”.`
      : `Nothing found for “${query}”. Try fewer words, or another form of them.`;
  };

  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 250);
  });
  field.form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  field.value = new URLSearchParams(window.location.search).get("q") || "";
  search();
  field.focus();
});
