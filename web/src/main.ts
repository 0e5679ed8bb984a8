import "./tokens.css";
import "./fonts.css";
import "./base.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { theme } from "./lib/theme.svelte";
import "./lib/units.svelte";
import { install } from "./offline/install";

theme.start();
install();
const target = document.getElementById("app");
if (!target) throw new Error("the page has no place for the app");
export default mount(App, { target });
