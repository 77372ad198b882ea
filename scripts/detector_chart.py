"""The cost curve of scripts/bench-detector."""
import os
import subprocess

from detector_lab import fail, percent, place_name


def quoted(text):
    """A gnuplot text: nothing in it is run or expanded."""
    return "'" + text.replace("'", "''") + "'"


def curve_block(index, points):
    """Only the last point is labelled: it is the best of its rule."""
    lines = [f"{x:.3f} {y:.4f} " for x, y, _ in points]
    lines[-1] += points[-1][2]
    rows = "\n".join(lines)
    return f"$curve{index} << END_OF_CURVE\n{rows}\nEND_OF_CURVE\n"


def curves_of(lab, place, change, owns, rivals):
    """(name, [(processes, power, false alarms)]) of each rule."""
    curves = []
    for name, _, _ in rivals:
        pairs = [(runs, lab.rival(name, place, change, runs),
                  lab.rival(name, place, 0.0, runs))
                 for runs in lab.options.runs]
        curves.append((name, [
            (2 * runs, 100 * power.share("flagged"),
             percent(alarms.share("flagged")))
            for runs, power, alarms in pairs]))
    for own in owns:
        power = lab.own(own, place, change)
        alarms = lab.own(own, place, 0.0)
        curves.append((own, [
            (power["mean_processes"], 100 * power.share("flagged"),
             percent(alarms.share("flagged")))]))
    return curves


def script_of(curves, title, path):
    plots = []
    for i, (name, points) in enumerate(curves):
        style = "linespoints" if len(points) > 1 else "points ps 1.6"
        plots.append(f"$curve{i} using 1:2 with {style} lt {i + 1} title "
                     f"{quoted(name)}, $curve{i} every ::{len(points) - 1} "
                     "using 1:2:3 with labels offset 0,0.7 font 'sans,8' "
                     "notitle")
    return "".join(curve_block(i, points)
                   for i, (_, points) in enumerate(curves)) + (
        "set terminal svg size 900,560 noenhanced font 'sans,11'\n"
        f"set output {quoted(path)}\n"
        f"set title {quoted(title)} noenhanced\n"
        "set xlabel 'mean processes a series'\n"
        "set ylabel 'flagged, %'\n"
        "set offsets 0, 6, 0, 0\nset xrange [0:*]\n"
        "set yrange [-3:106]\nset grid\n"
        "set key outside right noenhanced\n"
        f"plot {', '.join(plots)}\n")


def draw(lab, place, change, owns, rivals, path):
    """Power against processes started, false alarms as labels."""
    title = (f"+{100 * change:g} % in {place_name(place)} noise; the labels "
             "are false alarms in percent")
    script = script_of(curves_of(lab, place, change, owns, rivals), title,
                       path)
    done = subprocess.run(["gnuplot"], input=script, text=True,
                          capture_output=True, check=False)
    if done.returncode != 0 or not os.path.getsize(path):
        fail(f"gnuplot: {done.stderr.strip()}")
    print(f"written to {path}")
