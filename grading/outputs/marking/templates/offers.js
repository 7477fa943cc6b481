// Fills nbgrader's own boxes for points and comments, as if it was typed there: the page saves it.
$(function () {
  "use strict";

  function boxes(offers) {
    var answer = $(offers).data("answer");
    return {
      score: $(document.getElementById(answer)),
      comment: $(document.getElementById(answer + "-comment"))
    };
  }

  function isItem(line) {
    return /^\* /.test(line);
  }

  function withLine(text, line) {
    var lines = text.replace(/\s+$/, "").split("\n"), last = lines[lines.length - 1];
    if (last === "") { return line; }
    return lines.join("\n") + (isItem(last) && isItem(line) ? "\n" : "\n\n") + line;
  }

  function withoutLine(text, line) {
    var others = text.split("\n").filter(function (one) { return one !== line; });
    return others.join("\n").replace(/^\n+/, "");
  }

  function fill(box, text) {
    box.val(text).trigger("change");
    if (window.autosize) { autosize.update(box); }
  }

  function isPressed(button) {
    return $(button).attr("aria-pressed") === "true";
  }

  // What is pressed is what the comment says, also after the page was loaded again.
  function look() {
    $(".course-offers").each(function () {
      var lines = (boxes(this).comment.val() || "").split("\n");
      $(this).find(".course-rubric button").each(function () {
        $(this).attr("aria-pressed", String(lines.indexOf($(this).attr("data-line")) >= 0));
      });
      $(this).find("button, select").prop("disabled", false);
    });
  }

  $(document).ajaxStop(look);

  // While a box is being saved nbgrader puts the saved text into it, which may be an older one.
  function whenSaved(action) {
    if ($.active === 0) { action(); return; }
    $(document).one("ajaxStop", function () { whenSaved(action); });
  }

  function toggle(button) {
    var box = boxes($(button).closest(".course-offers")), line = $(button).attr("data-line");
    var add = !isPressed(button), worth = Number($(button).attr("data-points"));
    var points = Number(box.score.val()) + (add ? worth : -worth);
    $(button).attr("aria-pressed", String(add));
    // Without any row the task waits for points again; "No credit" gives none.
    var none = $(button).closest(".course-rubric").find("[aria-pressed=true]").length === 0;
    points = Math.max(0, Math.round(points * 100) / 100);
    box.score.val(none && points === 0 ? "" : String(points)).trigger("change");
    fill(box.comment, (add ? withLine : withoutLine)(box.comment.val(), line));
  }

  function insert(offers) {
    var choice = offers.find("select"), box = boxes(offers).comment;
    if (choice.val()) {
      fill(box, withLine(box.val(), choice.val()));
      choice.val("");
    }
  }

  $(".course-rubric").on("click", "button", function () {
    whenSaved(toggle.bind(null, this));
  });

  $(".course-comments").on("click", "button", function () {
    whenSaved(insert.bind(null, $(this).closest(".course-offers")));
  });
});
