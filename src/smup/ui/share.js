// One text to copy. Parts of a page run alone, so the address that the server wrote into the text may be an older one:
// what the browser shows takes its place.
export default function ({ parentElement, data }) {
  const [label, said] = parentElement.querySelectorAll("span");
  const box = parentElement.querySelector("textarea"), button = parentElement.querySelector("button");
  const current = () => {
    const here = new URL(location.href);
    if (data.embed) here.searchParams.set("embed", "true");
    return data.text.replaceAll(data.address, data.embed ? here.href.replaceAll("&", "&amp;") : here.href);
  };
  label.textContent = data.label;
  label.parentElement.hidden = data.folded;
  button.textContent = data.button;
  box.value = current();
  button.onclick = async () => {
    box.value = current();
    try {
      await navigator.clipboard.writeText(box.value);
      said.textContent = data.copied;
    } catch {  // no permission, or no https: the reader copies what is selected
      label.parentElement.hidden = false;
      box.focus();
      box.select();
      said.textContent = data.selected;
    }
  };
}
