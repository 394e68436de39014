package dev.caravan;

import dev.caravan.cli.CaravanCommand;

/** The program: {@code caravan serve}, {@code run}, {@code status}, … */
public final class Caravan {

    private Caravan() {}

    public static void main(String[] args) {
        System.exit(CaravanCommand.execute(args));
    }
}
