// Links to the pages, in the head and in the foot (ui/navigation.py, ui/shell.py). Parts of a page run alone, so what has
// been chosen since the server drew these links is in the address: they lead on with that. The links within a part are
// drawn with it, and lead to what they say.
const KEEPING = [".st-key-head a", ".st-key-pages a", ".st-key-statement a"].join();

function kept({ target }) {
  const link = target.closest?.(KEEPING);
  if (!link) return;
  const page = link.getAttribute("href").split("?")[0] || ".";  // that of the first page has no path
  link.href = new URL(page + location.search, location.href);
  return link;
}

for (const before of ["pointerdown", "focusin", "contextmenu"]) document.addEventListener(before, kept, true);

document.addEventListener("click", (event) => {
  const link = kept(event);
  if (!link) return;
  event.stopPropagation();  // Streamlit would lead to the address of before, and in this tab
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  dispatchEvent(new PopStateEvent("popstate"));  // the page follows as it does to Back and Forward
}, true);
