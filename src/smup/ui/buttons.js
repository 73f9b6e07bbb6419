// What the buttons of pages do for which Streamlit has no element (ui/pictures.py, ui/share.py). They are plain HTML: the
// server keeps nothing of them, and a page may draw them again as often as it likes.
const SVG = "http://www.w3.org/2000/svg";

// The layers of a chart that Plotly has drawn become one SVG, as the reader sees it; a canvas makes a PNG of it.
function whole(plot) {
  const layers = [...plot.querySelectorAll(".main-svg")];
  const { width, height } = layers[0].getBoundingClientRect();
  const picture = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` })) {
    picture.setAttribute(name, value);
  }
  const ground = picture.appendChild(document.createElementNS(SVG, "rect"));
  ground.setAttribute("width", width);
  ground.setAttribute("height", height);
  ground.setAttribute("fill", getComputedStyle(document.querySelector(".stApp")).backgroundColor);
  for (const layer of layers) {
    const copy = picture.appendChild(layer.cloneNode(true));
    const texts = copy.querySelectorAll("text");
    layer.querySelectorAll("text").forEach((text, place) => {  // colours that style sheets give
      texts[place].style.fill = getComputedStyle(text).fill;
    });
    copy.style.background = "none";
  }
  return { text: new XMLSerializer().serializeToString(picture), width, height };
}

function save(href, name) {
  Object.assign(document.createElement("a"), { href, download: name }).click();
}

function drawn({ chart }) {
  return whole(document.querySelector(`.st-key-${chart} .js-plotly-plot`));
}

const address = (text) => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;

// Parts of a page run alone, so the address that the server wrote into a text may be an older one: what the browser shows
// takes its place.
function current({ address, embed }, text) {
  const here = new URL(location.href);
  if (embed) here.searchParams.set("embed", "true");
  return text.replaceAll(address, embed ? here.href.replaceAll("&", "&amp;") : here.href);
}

const does = {
  svg(of) {
    save(address(drawn(of.dataset).text), `smup-${of.dataset.chart}.svg`);
  },

  async png(of) {
    const { text, width, height } = drawn(of.dataset);
    const image = new Image();
    image.src = address(text);
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: 2 * width, height: 2 * height });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    save(canvas.toDataURL("image/png"), `smup-${of.dataset.chart}.png`);
  },

  async copy(of) {
    const box = of.querySelector("textarea"), said = of.querySelector("[role=status]");
    box.value = current(of.dataset, box.defaultValue);
    try {
      await navigator.clipboard.writeText(box.value);
      said.textContent = of.dataset.copied;
    } catch {  // no permission, or no https: the reader copies what is selected
      box.closest("label").hidden = false;
      box.focus();
      box.select();
      said.textContent = of.dataset.selected;
    }
  },
};

document.addEventListener("click", ({ target }) => {
  const button = target.closest("button[data-does]");
  if (button) does[button.dataset.does](button.closest("[data-of]"));
});
